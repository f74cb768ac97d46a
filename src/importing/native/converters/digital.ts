import { isJsonObject, type Json } from '../../../authoring/json.ts';
import { listAt } from '../../archy/archy-flow.ts';
import {
  type ActionReading,
  communication,
  type Field,
  ignore,
  literal,
  object,
  settingsOf,
  take,
  value,
  values,
  variable,
  variableNames,
  variables,
} from '../action-reading.ts';
import { nativeCommunication } from '../native-value.ts';
import { nameIn } from '../thing-book.ts';
import { action, type Converted, type Converter } from './converter.ts';
import { calledFlow } from './logic.ts';

/** The slot an action fills, without `Slot.`. */
const slot: Field = (reading) => nameIn(take(reading, 'slot'))?.replace(/^Slot\./i, '');

/** Texts asked again one by one; exports keep lists that are not used, too. */
function reprompts(key: string, customized: string): Field {
  return (reading) => {
    const list = take(reading, key);
    const isUsed = literal(customized)(reading) !== false;
    const items = listAt({ items: isJsonObject(list) ? (list['lit'] ?? []) : (list ?? []) }, 'items');
    const texts = items.flatMap((one) => nativeCommunication(one, reading.writing.things) ?? []);
    return isUsed && texts.length > 0 ? texts : undefined;
  };
}

const QUESTION = {
  question: communication('question'),
  noInput: communication('noInput'),
  noMatch: communication('noMatch'),
  noInputReprompts: reprompts('noInputReprompts', 'customizeNoInput'),
  noMatchReprompts: reprompts('noMatchReprompts', 'customizeNoMatch'),
};

/** What has no meaning in a simulated conversation, or is said elsewhere. */
const WITHOUT = [
  'voiceEndOfInputTimeout',
  'grammar',
  'repromptHandling',
  'selectedSlotType',
  'askResult',
  'chooser',
  'continuationPrompt',
  'customizeContinuation',
  'continuationReprompts',
  'knowledgeSearchResult',
];

/** Asked only where the author wants a confirmation; what is neither always nor never is Architect's default. */
const confirmationMode: Field = (reading) =>
  literal('confirmationMode')(reading) === 'always' ? 'always' : undefined;
const confirmationQuestion: Field = (reading) => {
  const question = communication('confirmationQuestion')(reading);
  return confirmationMode(reading) === undefined ? undefined : question;
};

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
    ignore(reading, ...WITHOUT);
    const intents = listed(reading, 'intents', 'intent');
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
  ignore(reading, ...WITHOUT, 'choices');
  const choices = listed(reading, 'paths', 'path').map(([name, actions]) => [name, { actions }] as const);
  return {
    type: 'digitalMenu',
    settings: {
      ...settingsOf(reading, { ...QUESTION, selection: variable('selection') }),
      choices: Object.fromEntries(choices),
    },
  };
}

/** A bot of another maker: its slots, by the intent that fills them. */
function foreignBot(type: string): Converter {
  return (reading) => {
    const bot = nameIn(take(reading, 'bot')) ?? '';
    reading.writing.things.add('bot', bot);
    const intents = take(reading, 'intentOutputs');
    const slots = Object.entries(isJsonObject(intents) ? intents : {}).flatMap(
      ([intent, one]): [string, Json][] => {
        const bound = variableNames(one);
        return bound === undefined ? [] : [[intent, bound]];
      },
    );
    ignore(reading, 'followupResponseTimeout', 'prompts', 'alias');
    return {
      type,
      settings: {
        bot,
        ...settingsOf(reading, {
          inputText: value('inputText'),
          sessionVariables: values('sessionVariables'),
        }),
        ...(slots.length === 0 ? {} : { slots: Object.fromEntries(slots) }),
        ...settingsOf(reading, { failureOutputs: variables('failureOutputs') }),
      },
    };
  };
}

/** `standard` is what is so anyway. */
const style: Field = (reading) => {
  const found = literal('messageBodyStyle')(reading);
  return found === 'standard' ? undefined : found;
};

const BOT = { inputText: value('inputText'), intent: variable('intent'), exitReason: variable('exitReason') };

const FAILURE = { failureOutputs: variables('failureOutputs') };

const WORKITEM = {
  name: value('workitemName'),
  description: value('description'),
  status: value('status'),
  priority: value('priority'),
  dueAt: value('dateDue'),
  queue: object('queue', 'queue'),
  assignee: object('assignee', 'user'),
  customFields: values('customFields'),
};

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
      confirmationMode,
      confirmationQuestion,
    },
    WITHOUT,
  ),
  callAudioConnector: foreignBot('callAudioConnector'),
  callBotConnector: foreignBot('callBotConnector'),
  callDialogEngineBot: foreignBot('callDialogEngineBot'),
  callBotFlow: calledFlow('callBotFlow', 'botFlow', 'bot', BOT),
  callDialogflowBot: foreignBot('callDialogflowBot'),
  callDigitalBotFlow: calledFlow('callDigitalBotFlow', 'digitalBotFlow', 'bot', BOT),
  callLexBot: foreignBot('callLexBot'),
  callLexV2Bot: foreignBot('callLexV2Bot'),
  clearSlot: clearSlots,
  communicate: action('communicate', { communication: communication('communication') }),
  completeSurveyInvite: action('completeSurveyInvite', {
    targetAddress: value('targetAddress'),
    inviteSubject: value('inviteSubject'),
    inviteBody: value('inviteBody'),
    reminderSubject: value('reminderSubject'),
    reminderBody: value('reminderBody'),
  }),
  digitalMenu,
  createWorkitem: action('createWorkitem', {
    worktype: value('worktype'),
    ...WORKITEM,
    saveAs: variable('workitem'),
  }),
  disconnectWorkitem: action('disconnectWorkitem', { failureOutputs: variables('failureOutputs') }),
  exitBotFlow: action('exitBotFlow'),
  exitWorkitemFlow: action('exitWorkitemFlow'),
  sendAutoReply: action('sendAutoReply', {
    body: value('messageBody'),
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
    message: value('messageBody'),
    style,
  }),
  getLanguage: action('getLanguage', { saveAs: variable('language') }),
  loopAnythingElse: action('loopAnythingElse', QUESTION, WITHOUT),
  loopUntil: action('loopUntil', { condition: value('condition') }),
  setIntent: action('setIntent', { intent: value('intent') }),
  searchKnowledge: action('searchKnowledge', {
    query: value('query'),
    saveAs: variable('knowledgeSearchResult'),
  }),
  terminateWorkitem: action('terminateWorkitem', FAILURE),
  updateWorkitem: action('updateWorkitem', { ...WORKITEM, ...FAILURE }),
  waitForInput: action('waitForInput', { ...QUESTION, saveAs: variable('input') }, WITHOUT),
};
