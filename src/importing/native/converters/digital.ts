import { isJsonObject, type Json } from '../../../authoring/json.ts';
import { listAt } from '../../archy/archy-flow.ts';
import {
  type ActionReading,
  type Field,
  literal,
  seconds,
  settingsOf,
  take,
  value,
  valuesOf,
  variable,
  variables,
} from '../action-reading.ts';
import { nameIn } from '../thing-book.ts';
import { action, type Converted, type Converter } from './converter.ts';
import { calledFlow } from './logic.ts';

/** The slot an action fills, without `Slot.`. */
const slot: Field = (reading) => nameIn(take(reading, 'slot'))?.replace(/^Slot\./i, '');

/** A text unless it is empty. */
const QUESTION = { question: value('question'), noInput: value('noInput'), noMatch: value('noMatch') };
const WITHOUT = [
  'voiceEndOfInputTimeout',
  'grammar',
  'repromptHandling',
  'customizeNoInput',
  'customizeNoMatch',
  'selectedSlotType',
  'askResult',
  'chooser',
  'confirmationQuestion',
  'continuationPrompt',
  'customizeContinuation',
  'continuationReprompts',
  'noInputReprompts',
  'noMatchReprompts',
  'knowledgeSearchResult',
];

function clearSlots(reading: ActionReading): Converted {
  const slots = listAt({ slots: take(reading, 'slots') ?? [] }, 'slots');
  const names = slots.flatMap((one) =>
    isJsonObject(one) ? (nameIn(one['slot'])?.replace(/^Slot\./i, '') ?? []) : [],
  );
  return { type: 'clearSlot', settings: { slots: names } };
}

/** Intents or choices with their actions: `intents: [ { intent: { name, actions, enabled } } ]`. */
function listed(
  reading: ActionReading,
  list: string,
  item: string,
): readonly (readonly [name: string, actions: Json])[] {
  return listAt(reading.settings['outputs'], list).flatMap((one, index): [string, Json][] => {
    const found = isJsonObject(one) ? one[item] : undefined;
    if (!isJsonObject(found) || found['enabled'] === false) return [];
    return [
      [
        nameIn(found) ?? '',
        reading.actions(listAt(found, 'actions'), 'outputs', list, index, item, 'actions'),
      ],
    ];
  });
}

function askForIntent(type: string): Converter {
  return (reading) => {
    for (const key of WITHOUT) reading.used.add(key);
    const intents = listed(reading, 'intents', 'intent').map(([name, actions]) => [name, actions] as const);
    return {
      type,
      settings: {
        ...settingsOf(reading, QUESTION),
        ...(intents.length === 0 ? {} : { intents: Object.fromEntries(intents) }),
      },
    };
  };
}

function digitalMenu(reading: ActionReading): Converted {
  for (const key of [...WITHOUT, 'choices']) reading.used.add(key);
  const choices = Object.fromEntries(listed(reading, 'paths', 'path'));
  return {
    type: 'digitalMenu',
    settings: { ...settingsOf(reading, { ...QUESTION, selection: variable('selection') }), choices },
  };
}

function foreignBot(type: string): Converter {
  return (reading) => {
    const bot = nameIn(take(reading, 'bot')) ?? '';
    reading.writing.things.add('bot', bot);
    reading.used.add('intentOutputs');
    return {
      type,
      settings: {
        bot,
        ...settingsOf(reading, {
          inputText: value('inputText'),
          failureOutputs: variables('failureOutputs'),
        }),
      },
    };
  };
}

const BOT = { inputText: value('inputText'), intent: variable('intent'), exitReason: variable('exitReason') };

/** Actions of messages, mails, bots, surveys and work items. */
export const DIGITAL: { readonly [key: string]: Converter } = {
  abortSurveyInvite: action('abortSurveyInvite', { disposition: literal('disposition') }),
  askForBoolean: action('askForBoolean', QUESTION, WITHOUT),
  askForIntent: askForIntent('askForIntent'),
  askForNextIntent: askForIntent('askForNextIntent'),
  askForSlot: action(
    'askForSlot',
    {
      slot,
      ...QUESTION,
      customValidation: value('customValidation'),
      confirmationMode: literal('confirmationMode'),
      confirmationQuestion: value('confirmationQuestion'),
    },
    WITHOUT,
  ),
  callBotFlow: calledFlow('callBotFlow', 'botFlow', 'bot', BOT),
  callDialogflowBot: foreignBot('callDialogflowBot'),
  callDigitalBotFlow: calledFlow('callDigitalBotFlow', 'digitalBotFlow', 'bot', BOT),
  callLexBot: foreignBot('callLexBot'),
  callLexV2Bot: foreignBot('callLexV2Bot'),
  clearSlot: clearSlots,
  communicate: action('communicate', { communication: value('communication') }),
  completeSurveyInvite: action('completeSurveyInvite', {
    targetAddress: value('targetAddress'),
    inviteSubject: value('inviteSubject'),
    inviteBody: value('inviteBody'),
    reminderSubject: value('reminderSubject'),
    reminderBody: value('reminderBody'),
  }),
  digitalMenu,
  disconnectWorkitem: action('disconnectWorkitem', { failureOutputs: variables('failureOutputs') }),
  exitBotFlow: action('exitBotFlow'),
  exitWorkitemFlow: action('exitWorkitemFlow'),
  sendAutoReply: action('sendAutoReply', {
    messageBody: value('messageBody'),
    from: value('from'),
    replyTo: value('replyTo'),
    cc: value('cc'),
    bcc: value('bcc'),
    replyMode: literal('replyMode'),
  }),
  sendNotification: action(
    'sendNotification',
    {
      users: value('sendToUsers'),
      subject: value('subject'),
      body: value('body'),
      from: value('emailFrom'),
      failureOutputs: variables('failureOutputs'),
    },
    ['notificationType', 'emailNotificationStyle'],
  ),
  sendResponse: action('sendResponse', {
    messageBody: value('messageBody'),
    messageBodyStyle: literal('messageBodyStyle'),
  }),
  waitForInput: action('waitForInput', {
    timeoutSeconds: seconds('noInputsTimeout'),
    ...QUESTION,
    inputs: (reading) => valuesOf(take(reading, 'inputs'), reading.writing),
  }),
};
