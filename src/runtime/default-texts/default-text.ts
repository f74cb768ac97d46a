/** One text, or its forms by the number it holds (`Intl.PluralRules`); a form that is missing is `other`. */
export type Wording =
  | string
  | ({ readonly other: string } & { readonly [form in Intl.LDMLPluralRule]?: string });

/** What Attendant says by itself where an author wrote no text, and the words it takes for yes and no. */
export interface LanguageTexts {
  readonly texts: { readonly [key in DefaultTextKey]: Wording };
  /** In lower case. */
  readonly yes: readonly string[];
  readonly no: readonly string[];
  /** Words of somebody who asks for a person, in lower case. */
  readonly agent: readonly string[];
}

/** Every text that has a default, with when it is said. */
export const DEFAULT_TEXT_KEYS = {
  error: 'before the error handling of a flow begins',
  noMatch: 'after a key or word that is no choice of the menu',
  noInput: 'when nothing was pressed or said',
  invalidInput: 'when what was said is not understood, the first time',
  tryAgain: 'when it is not understood again',
  noMatchApology: 'by a bot, before it asks again what it did not understand',
  noInputApology: 'by a bot, before it asks again after silence',
  confirmation: 'by a bot, to have `{input}` confirmed',
  agentEscalationConfirmation: 'by a bot, when somebody asks for a person',
  agentHandover: 'by a bot, before it hands over to a person',
  botError: 'by a bot, when it cannot go on',
  intentConfirmation: 'by a bot, to have the understood `{intent}` confirmed',
  rejectionApology: 'by a bot, when something else was meant',
  yesNoApology: 'by a bot, when a confirmation got neither yes nor no',
  recognitionFailure: 'by a bot, when it has asked often enough',
  anythingElse: 'by a bot, to find out whether it is done',
  estimatedWaitAbout: 'of an estimated wait of `{minutes}`',
  estimatedWaitExact: 'of an estimated wait of `{minutes}`, said as if it were sure',
  estimatedWaitLessThan: 'of an estimated wait of at most `{minutes}`',
  estimatedWaitRange: 'of an estimated wait of `{from}` to `{to}` minutes',
  positionNext: 'to the first caller in a queue',
  positionAhead: 'to a caller with `{count}` others before them',
  positionNumber: 'to the caller at `{position}`',
  positionOrdinal: 'to the caller at `{position}`, as an ordinal',
  voicemailGreeting: 'before a voicemail is recorded',
  transferFailed: 'when a transfer failed',
  verifyInput: 'to have the digits `{input}` verified: 1 is yes, 2 is no',
  enterExtension: 'to have an extension dialled',
  unknownExtension: 'after an extension that nobody has',
} as const;
export type DefaultTextKey = keyof typeof DEFAULT_TEXT_KEYS;
