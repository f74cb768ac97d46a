import { askForIntentAction } from '../asking/ask-for-intent-action.ts';

/** Asks what the customer wants. Architect: Ask for Intent. */
export const askForIntent = askForIntentAction({
  type: 'askForIntent',
  title: 'Ask for Intent',
  description:
    'Asks what the customer wants and leaves by the path of the intent that was understood. `nlu` in the flow says what customers say.',
  differences: [],
});
