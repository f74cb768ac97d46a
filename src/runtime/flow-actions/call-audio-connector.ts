import { foreignBotAction } from '../foreign-bot-action.ts';

/** Calls a bot of another maker, through the audio connector. Architect: Call Audio Connector. */
export const callAudioConnector = foreignBotAction({
  type: 'callAudioConnector',
  title: 'Call Audio Connector',
  whose: 'another maker, through the audio connector,',
});
