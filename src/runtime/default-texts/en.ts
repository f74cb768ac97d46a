import type { LanguageTexts } from './default-text.ts';

/** English, and every language that has no texts of its own. */
export const en: LanguageTexts = {
  texts: {
    error: 'Sorry, something went wrong. Please call again later.',
    noMatch: 'Sorry, that is not one of the choices.',
    noInput: 'Sorry, nothing came through.',
    invalidInput: 'Sorry, that was not clear. Once more, please.',
    tryAgain: 'Once more, please.',
    noMatchApology: 'Sorry, I did not get that.',
    noInputApology: 'Sorry, I heard nothing.',
    confirmation: 'I have {input}. Is that right?',
    agentEscalationConfirmation: 'Would you like to talk to a person?',
    agentHandover: 'One moment, I am getting somebody for you.',
    botError: 'Sorry, I cannot go on from here.',
    intentConfirmation: 'I think this is about “{intent}”. Is that right?',
    rejectionApology: 'My mistake.',
    yesNoApology: 'Sorry, please say yes or no.',
    recognitionFailure: 'Sorry, I do not understand you well enough. One moment, please.',
    anythingElse: 'Is there anything else?',
    estimatedWaitAbout: {
      one: 'Your wait will be about {minutes} minute.',
      other: 'Your wait will be about {minutes} minutes.',
    },
    estimatedWaitExact: {
      one: 'Your wait will be {minutes} minute.',
      other: 'Your wait will be {minutes} minutes.',
    },
    estimatedWaitLessThan: {
      one: 'Your wait will be less than {minutes} minute.',
      other: 'Your wait will be less than {minutes} minutes.',
    },
    estimatedWaitRange: 'Your wait will be between {from} and {to} minutes.',
    positionNext: 'You are next in line.',
    positionAhead: {
      one: 'There is {count} caller ahead of you.',
      other: 'There are {count} callers ahead of you.',
    },
    positionNumber: 'You are number {position} in line.',
    positionOrdinal: {
      one: 'You are {position}st in line.',
      two: 'You are {position}nd in line.',
      few: 'You are {position}rd in line.',
      other: 'You are {position}th in line.',
    },
    voicemailGreeting: 'Please leave a message after the tone.',
    transferFailed: 'Sorry, nobody can take your call at the moment.',
    verifyInput: 'You entered {input}. If that is right, press 1. If not, press 2.',
    enterExtension: 'Please enter the extension.',
    unknownExtension: 'Sorry, there is no such extension.',
  },
  yes: ['yes', 'yeah', 'yep', 'sure', 'okay', 'ok', 'correct', 'right', 'true', 'y', 'of course'],
  no: ['no', 'nope', 'nah', 'wrong', 'false', 'incorrect', 'n', 'not really'],
  agent: ['agent', 'operator', 'human', 'real person', 'representative', 'somebody', 'someone'],
};
