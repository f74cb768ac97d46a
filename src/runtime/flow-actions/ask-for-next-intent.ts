import { askForIntentAction } from '../asking/ask-for-intent-action.ts';

/** Asks what else the customer wants. Architect: Ask for Next Intent. */
export const askForNextIntent = askForIntentAction({
  type: 'askForNextIntent',
  title: 'Ask for Next Intent',
  description: 'Asks what else the customer wants and leaves by the path of the intent that was understood.',
  differences: ['Guess: it asks like Ask for Intent; further intents of one sentence are not kept for it.'],
});
