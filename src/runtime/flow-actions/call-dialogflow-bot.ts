import { foreignBotAction } from '../foreign-bot-action.ts';

/** Calls a bot of Google Dialogflow. Architect: Call Dialogflow Bot. */
export const callDialogflowBot = foreignBotAction({
  type: 'callDialogflowBot',
  title: 'Call Dialogflow Bot',
  whose: 'Google Dialogflow',
});
