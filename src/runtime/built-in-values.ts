import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import type { CallDetails, QueuePlace } from './conversation.ts';
import type { Environment } from './environment.ts';
import { dateTimeText } from './expression/conversion.ts';
import { promptNamed } from './find-object.ts';
import type { FlowDefaults } from './flow-settings.ts';

/** What built-in variables are read from. */
export interface BuiltInSource {
  readonly conversationId: string;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Hash of the flow's source. */
  readonly version: string;
  /** Language tag of the conversation. */
  readonly language: string;
  readonly call: CallDetails;
  readonly queuePlace: QueuePlace | undefined;
  readonly environment: Environment;
  /** Those of the flow that is running. */
  readonly defaults: Pick<FlowDefaults, 'holdMusic'>;
  /** What the conversation keeps beside its variables; a built-in variable by its name goes before all else. */
  fact(name: string): Json | undefined;
}

/**
 * The value of a built-in variable in its declared spelling (built-in-variables.ts).
 *
 * @returns `undefined` for NOT_SET, which every one of them may be.
 */
export function builtInValue(name: string, source: BuiltInSource): Json | undefined {
  return source.fact(name) ?? (Object.hasOwn(VALUES, name) ? VALUES[name]?.(source) : undefined);
}

type ReadValue = (source: BuiltInSource) => Json | undefined;

const conversationId: ReadValue = (source) => source.conversationId;
const language: ReadValue = (source) => source.language.toLowerCase();

const VALUES: { readonly [name: string]: ReadValue } = {
  'Flow.StartDateTimeUtc': ({ startedAt }) => dateTimeText(startedAt),
  'Flow.Version': ({ version }) => version,
  'Flow.IsTest': () => false,
  'Flow.HoldPrompt': ({ defaults }) => promptNamed(defaults.holdMusic),
  'Flow.InvocationData': ({ call }) => call.invocationData,
  'Flow.WrapupCode': ({ call }) => contactPart(call, 'wrapupCode'),
  'Call.Ani': ({ call }) => call.ani,
  'Call.CalledAddress': ({ call }) => call.calledAddress,
  'Call.CalledAddressOriginal': ({ call }) => call.calledAddress,
  'Call.RemoteName': ({ call }) => call.remoteName,
  'Call.ConversationId': conversationId,
  'Call.Language': language,
  'Call.CurrentQueue': ({ queuePlace }) => queuePlace?.queue,
  'Call.PositionInQueue': (source) => currentQueue(source)?.position,
  'Call.EstimatedWaitTime': (source) => {
    const seconds = currentQueue(source)?.estimatedWaitSeconds;
    return seconds === undefined ? undefined : Math.round(seconds * 1000);
  },
  'Call.Contact': ({ call }) => call.contact,
  'Call.ContactId': ({ call }) => contactPart(call, 'id'),
  'Email.ConversationId': conversationId,
  'Email.Language': language,
  'Email.Message': ({ call }) => call.email,
  'Message.ConversationId': conversationId,
  'Message.IsNewConversation': ({ call }) => call.message !== undefined,
  'Message.Language': language,
  'Message.Message': ({ call }) => call.message,
  'Chat.ConversationId': conversationId,
  'Chat.Guest': ({ call }) => call.chatGuest,
  'Survey.ConversationEndDateTimeUtc': survey('conversationEndDateTimeUtc'),
  'Survey.ConversationId': (source) => survey('conversationId')(source) ?? source.conversationId,
  'Survey.ConversationStartDateTimeUtc': survey('conversationStartDateTimeUtc'),
  'Survey.ConversationType': survey('conversationType'),
  'Survey.CustomerAddress': survey('customerAddress'),
  'Survey.CustomerContact': survey('customerContact'),
  'Survey.CustomerOrganization': survey('customerOrganization'),
  'Survey.Url': survey('url'),
  'Workitem.EventType': ({ call }) => part(call.workitem, 'eventType'),
  'Workitem.Workitem': ({ call }) => call.workitem,
};

/** What the environment says of the queue a caller waits in; it may change from one read to the next. */
function currentQueue({ queuePlace, environment }: BuiltInSource) {
  const name = queuePlace?.queue['name'];
  const { queues = {} } = environment;
  return typeof name === 'string' && Object.hasOwn(queues, name) ? queues[name] : undefined;
}

function contactPart({ contact }: CallDetails, name: string): Json | undefined {
  return part(contact, name);
}

/** `Survey.Url` stands in the details as `url` or as `Url`. */
function survey(name: string): ReadValue {
  return ({ call }) =>
    part(call.survey, name) ?? part(call.survey, name.charAt(0).toUpperCase() + name.slice(1));
}

function part(whole: JsonObject | undefined, name: string): Json | undefined {
  return whole !== undefined && isJsonObject(whole) ? own(whole, name) : undefined;
}
