import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import type { CallEvent } from '../runtime/conversation.ts';
import { toText } from '../runtime/expression/conversion.ts';

/** How a line of a transcript is meant, so that a terminal can colour it. */
export type LineKind = 'heard' | 'written' | 'caller' | 'step' | 'outside' | 'trouble' | 'end';

/** What stands before a line of each kind. */
export const LINE_MARKS: { readonly [kind in LineKind]: string } = {
  heard: '♪',
  written: '✉',
  caller: '☎',
  step: '·',
  outside: '→',
  trouble: '!',
  end: '■',
};

/** One event in words; `undefined` for those that say nothing to a reader. */
export interface EventLine {
  readonly kind: LineKind;
  readonly text: string;
}

type Wording = (event: CallEvent) => EventLine | undefined;

/** Says an event in a line a person can read. */
export function eventLine(event: CallEvent): EventLine | undefined {
  return Object.hasOwn(WORDINGS, event.type) ? WORDINGS[event.type]?.(event) : line('step', event.type);
}

const WORDINGS: { readonly [type: string]: Wording } = {
  startedFlow: (event) => line('step', `Flow "${text(event['flow'])}"${startedBy(event)}`),
  enteredTask: ({ name }) => line('step', `Task ${text(name)}`),
  enteredMenu: ({ name }) => line('step', `Menu ${text(name)}`),
  enteredState: ({ name }) => line('step', `State ${text(name)}`),
  enteredBot: ({ name }) => line('step', `Bot ${text(name)}`),
  calledFlow: ({ flow }) => line('step', `Flow "${text(flow)}" begins`),
  leftFlow: ({ flow }) => line('step', `Flow "${text(flow)}" comes back`),
  transferredToFlow: ({ flow }) => line('outside', `Goes on in the flow "${text(flow)}"`),
  playedAudio: (event) => line('heard', `“${text(event['text'])}”`),
  bargedIn: () => line('caller', '(cuts the audio short)'),
  tookChoice: ({ choice, key, words }) => line('caller', `${said(key, words)} → ${text(choice)}`),
  gotNoInput: ({ question }) =>
    line('caller', question === undefined ? '(says and presses nothing)' : '(gives no answer)'),
  gotNoMatch: ({ key, words, question }) =>
    line('caller', `${said(key, words)} → ${question === undefined ? 'not a choice' : 'not understood'}`),
  collectedInput: ({ digits }) => line('caller', `enters ${text(digits)}`),
  failedInput: ({ reason, digits }) =>
    line(
      'caller',
      digits === ''
        ? '(enters nothing)'
        : `enters ${text(digits)} → ${REASONS[text(reason)] ?? text(reason)}`,
    ),
  tookOutput: ({ action, output }) => line('step', `${text(action)} → ${text(output)}`),
  updatedData: ({ values }) =>
    line(
      'step',
      Object.entries((values ?? {}) as JsonObject)
        .map(([name, value]) => `${name} = ${text(value)}`)
        .join(', '),
    ),
  usedOpenRule: ({ rule, question, answer }) =>
    line('step', `Depends on an open question (${text(rule)}): ${text(question)} Here: ${text(answer)}`),
  evaluatedSchedule: ({ name, result }) => line('step', `Schedule ${text(name)}: ${text(result)}`),
  evaluatedScheduleGroup: ({ name, result }) =>
    line('step', `Schedule group ${text(name ?? '(not set)')}: ${text(result)}`),
  setParticipantData: ({ name, value }) => line('step', `Participant data ${text(name)} = ${text(value)}`),
  requestedDataAction: ({ dataAction, inputs, simulated }) =>
    line(
      'outside',
      `Data action ${text(dataAction)}${simulated === true ? ' (simulated)' : ''} ${text(inputs)}`,
    ),
  completedDataAction: ({ dataAction, outputs }) =>
    line('outside', `Data action ${text(dataAction)} succeeded ${text(outputs)}`),
  failedDataAction: ({ dataAction, failure }) =>
    line('trouble', `Data action ${text(dataAction)} failed: ${failureText(failure)}`),
  timedOutDataAction: ({ dataAction }) =>
    line('trouble', `Data action ${text(dataAction)} gave no answer in time`),
  abandonedDataAction: ({ dataAction }) =>
    line('trouble', `Data action ${text(dataAction)} was under way; whether it was carried out is not known`),
  transferredToAcd: ({ queue }) => line('outside', `Transferred to the queue ${text(queue)}`),
  agentAnswered: ({ queue }) => line('outside', `An agent of ${text(queue)} answers`),
  transferredToUser: ({ user }) => line('outside', `${text(user)} is rung`),
  transferredToGroup: ({ group }) => line('outside', `The group ${text(group)} is rung`),
  transferredToNumber: ({ number }) => line('outside', `${text(number)} is rung`),
  answeredTransfer: ({ by }) => line('outside', `${text(by)} answers`),
  failedTransfer: ({ errorType }) => line('trouble', `The transfer failed: ${text(errorType)}`),
  beganVoicemail: ({ mailbox }) => line('outside', `Voicemail of ${text(mailbox)}`),
  leftVoicemail: ({ mailbox, seconds }) =>
    line('outside', `A message of ${text(seconds)} s is left for ${text(mailbox)}`),
  createdCallback: ({ queue, callbackNumber }) =>
    line('outside', `${text(queue)} is to call ${text(callbackNumber)} back`),
  leftQueue: ({ queue }) => line('outside', `The caller leaves the queue ${text(queue)}`),
  returnedToAgent: () => line('outside', 'The agent has the caller again'),
  setPostFlow: ({ flow }) => line('step', `After the agent: the flow ${text(flow)}`),
  setLanguage: ({ language }) => line('step', `Language from the next task or menu on: ${text(language)}`),
  dialledExtension: ({ extension, user }) =>
    line('caller', `dials ${text(extension)} → ${user === undefined ? 'nobody' : text(user)}`),
  rejectedInput: ({ digits }) => line('caller', `${text(digits)} is not right`),
  brokeSilence: ({ words }) => line('caller', words === undefined ? '(makes a sound)' : `“${text(words)}”`),
  clearedUtterance: ({ keys }) => line('step', `Drops the keys ${text(keys)}`),
  switchedService: ({ service, isOn }) =>
    line('step', `${text(service)} is turned ${isOn === true ? 'on' : 'off'}`),
  setWhisperAudio: ({ text: words }) =>
    line(
      'step',
      words === undefined ? "Whisper of the queue's own" : `Whisper to the agent: “${text(words)}”`,
    ),
  setUuiData: ({ data, on }) => line('step', `UUI data at ${text(on)}: ${text(data)}`),
  readSipHeaders: ({ headers }) => line('step', `SIP headers ${text(headers)}`),
  failedSipHeaders: ({ errorType }) => line('trouble', `No SIP headers: ${text(errorType)}`),
  lookedFor: ({ kind, name, id, term, found }) =>
    line(
      'step',
      `Looks for ${text(kind)} ${text(name ?? id ?? term)}: ${found === null ? 'not found' : text(found)}`,
    ),
  lookedUpRow: ({ dataTable, key, row }) =>
    line(
      'outside',
      `Data table ${text(dataTable)}, ${text(key)}: ${row === null ? 'no such row' : text(row)}`,
    ),
  decidedByTable: ({ decisionTable, row, outputs }) =>
    line('outside', `Decision table ${text(decisionTable)}, row ${text(row)}: ${text(outputs)}`),
  failedLookup: ({ errorType, errorMessage }) =>
    line('trouble', `${text(errorMessage)} (${text(errorType)})`),
  gotResponse: ({ response, text: words }) => line('step', `Response ${text(response)}: ${text(words)}`),
  setConversationData: ({ conversation, attributes }) =>
    line('outside', `Conversation ${text(conversation)}: ${text(attributes)}`),
  setScreenPop: ({ script, inputs }) => line('step', `Screen pop ${text(script)} ${text(inputs)}`),
  setWrapupCode: ({ wrapupCode }) => line('step', `Wrap-up code ${text(wrapupCode)}`),
  initializedFlowOutcome: ({ flowOutcome }) => line('step', `Outcome ${text(flowOutcome)} begins`),
  setFlowOutcome: ({ flowOutcome, value }) => line('step', `Outcome ${text(flowOutcome)}: ${text(value)}`),
  addedFlowMilestone: ({ flowMilestone }) => line('step', `Milestone ${text(flowMilestone)}`),
  setExternalTag: ({ externalTag }) => line('step', `External tag ${text(externalTag)}`),
  sentNotification: ({ to, subject }) => line('outside', `Notification to ${text(to)}: ${text(subject)}`),
  failedNotification: ({ errorMessage }) => line('trouble', text(errorMessage)),
  sentMessage: ({ text: words, quickReplies }) => line('written', `“${text(words)}”${buttons(quickReplies)}`),
  ignoredMessage: ({ text: words }) => line('caller', `writes “${text(words)}”, and nothing listens`),
  droppedEmail: ({ reason }) => line('outside', `The e-mail is dropped: ${text(reason)}`),
  sentAutoReply: ({ body }) => line('written', `Auto reply: “${text(body)}”`),
  gotAnswer: ({ words, answer }) => line('caller', `answers “${text(words)}” → ${text(answer)}`),
  understoodIntent: ({ intent, words }) => line('caller', `answers “${text(words)}” → ${text(intent)}`),
  filledSlot: ({ slot, value, words }) =>
    line('caller', `answers “${text(words)}” → ${text(slot)} = ${text(value)}`),
  clearedSlot: ({ slots }) => line('step', `Cleared ${text(slots)}`),
  setIntent: ({ intent }) => line('step', `Intent ${text(intent)}`),
  askedForAgent: ({ words }) => line('caller', `asks for a person: “${text(words)}”`),
  failedRecognition: ({ reason }) =>
    line('trouble', `The bot gives up: ${GIVING_UP[text(reason)] ?? text(reason)}`),
  searchedKnowledge: ({ query, answer }) => line('step', `Knowledge on “${text(query)}”: ${text(answer)}`),
  calledBot: ({ bot }) => line('outside', `The bot ${text(bot)} takes over`),
  leftBot: ({ bot, intent }) =>
    line(
      'outside',
      `The bot ${text(bot)} comes back${intent === undefined ? '' : ` with the intent ${text(intent)}`}`,
    ),
  failedBot: ({ bot, errorType }) => line('trouble', `The bot ${text(bot)} failed: ${text(errorType)}`),
  completedSurveyInvite: ({ inviteSubject }) => line('outside', `Survey invite “${text(inviteSubject)}”`),
  abortedSurveyInvite: ({ disposition }) => line('outside', `No survey: ${text(disposition)}`),
  disconnectedWorkitem: ({ workitem }) =>
    line('outside', `Work item ${text(workitem)} is taken off its agent`),
  createdWorkitem: ({ name, worktype }) =>
    line('outside', `Work item ${text(name)} (${text(worktype)}) is created`),
  updatedWorkitem: ({ workitem, changes }) =>
    line('outside', `Work item ${text(workitem)}: ${text(changes)}`),
  terminatedWorkitem: ({ workitem }) => line('outside', `Work item ${text(workitem)} is terminated`),
  failedWorkitem: ({ errorType }) =>
    line('trouble', `The work item could not be changed: ${text(errorType)}`),
  skippedAction: ({ action, kind }) =>
    line('trouble', `${text(action)} is passed over: ${text(kind)} cannot be run here`),
  failedAction: ({ action, errorMessage }) =>
    line('trouble', `${text(action)} cannot run: ${text(errorMessage)}`),
  acceptedMessage: ({ channel, to, status }) =>
    line('outside', `${text(channel)} message to ${text(to)}: ${text(status)}`),
  disconnected: ({ by }) => line('end', by === 'caller' ? 'The caller hangs up' : 'The flow hangs up'),
  endedFlow: ({ reason, detail }) =>
    line('end', `Ended: ${text(reason)}${detail === undefined ? '' : ` (${text(detail)})`}`),
};

const REASONS: { readonly [reason: string]: string } = {
  noEntry: 'nothing entered',
  tooFewDigits: 'too few digits',
  wrongTerminator: 'the wrong one of * and #',
  notVerified: 'not verified',
};

const GIVING_UP: { readonly [reason: string]: string } = {
  noInputs: 'nothing came',
  noMatches: 'it did not understand',
  rejections: 'it understood something else',
};

/** Who called or wrote, and what. */
function startedBy({ ani, message, email }: CallEvent): string {
  if (ani !== undefined) return `, called from ${text(ani)}`;
  if (isJsonObject(message ?? null)) return `, written to: “${text((message as JsonObject)['body'])}”`;
  if (isJsonObject(email ?? null)) return `, e-mail: “${text((email as JsonObject)['subject'])}”`;
  return '';
}

/** Answers that are offered as buttons. */
function buttons(replies: Json | undefined): string {
  return Array.isArray(replies) ? ` ${replies.map((reply: Json) => `[${text(reply)}]`).join(' ')}` : '';
}

function line(kind: LineKind, words: string): EventLine {
  return { kind, text: words };
}

function said(key: Json | undefined, words: Json | undefined): string {
  if (key !== undefined) return `presses ${text(key)}`;
  return words === undefined ? '(makes no choice)' : `says “${text(words)}”`;
}

function failureText(failure: Json | undefined): string {
  const { errorCode, userMessage } = (failure ?? {}) as { errorCode?: Json; userMessage?: Json };
  return [errorCode, userMessage]
    .filter((part) => part !== undefined)
    .map(text)
    .join(', ');
}

function text(value: Json | undefined): string {
  if (value === undefined || value === null) return 'NOT_SET';
  return isJsonObject(value) && ('e164' in value || 'raw' in value)
    ? toText(value)
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
}
