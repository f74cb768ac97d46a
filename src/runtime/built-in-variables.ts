import { BOT_FLOWS, CALL_FLOWS, FLOW_TYPES, type FlowType } from './flow-types.ts';
import type { VariableType } from './value-type.ts';

/** A read-only variable that Architect gives flows of some types. */
export interface BuiltInVariable {
  /** `Call.Ani`, in Architect's spelling. */
  readonly name: string;
  readonly type: VariableType;
  readonly flowTypes: readonly FlowType[];
}

const ALL = Object.keys(FLOW_TYPES) as readonly FlowType[];

/** Built-in variables by the flow types that have them. Architect's default variables; docs/values.md lists them. */
const BY_FLOW_TYPES: readonly (readonly [
  flowTypes: readonly FlowType[],
  types: { readonly [name: string]: VariableType },
])[] = [
  [ALL, { 'Flow.IsTest': 'boolean', 'Flow.StartDateTimeUtc': 'dateTime', 'Flow.Version': 'string' }],
  [
    CALL_FLOWS,
    {
      'Call.Ani': 'string',
      'Call.CalledAddress': 'string',
      'Call.CalledAddressOriginal': 'string',
      'Call.ConversationId': 'string',
      'Call.CustomerExternalOrganizationID': 'string',
      'Call.ExternalContactId': 'string',
      'Call.ExternalTag': 'string',
      'Call.Language': 'string',
      'Call.RemoteName': 'string',
    },
  ],
  [['inboundCall', 'outboundCall', 'inqueueCall'], { 'Call.UUIData': 'string' }],
  [
    ['inqueueCall'],
    {
      'Call.CurrentQueue': 'queue',
      'Call.EstimatedWaitTime': 'duration',
      'Call.PositionInQueue': 'integer',
      'Flow.HoldPrompt': 'prompt',
    },
  ],
  [
    ['outboundCall'],
    {
      'Call.Campaign': 'campaign',
      'Call.Contact': 'contact',
      'Call.ContactId': 'string',
      'Call.ContactList': 'contactList',
      'Flow.WrapupCode': 'wrapupCode',
    },
  ],
  [['secureCall'], { 'Flow.InvocationData': 'string' }],
  [
    ['inboundEmail'],
    {
      'Email.ConversationId': 'string',
      'Email.Language': 'string',
      'Email.LanguageSkill': 'languageSkill',
      'Email.Message': 'email',
    },
  ],
  [
    ['inboundMessage'],
    {
      'Message.ConversationId': 'string',
      'Message.IsNewConversation': 'boolean',
      'Message.Language': 'string',
      'Message.Message': 'message',
    },
  ],
  [['inboundChat'], { 'Chat.ConversationId': 'string', 'Chat.Guest': 'chatGuest' }],
  [
    ['surveyInvite'],
    {
      'Survey.ConversationEndDateTimeUtc': 'dateTime',
      'Survey.ConversationId': 'string',
      'Survey.ConversationStartDateTimeUtc': 'dateTime',
      'Survey.ConversationType': 'string',
      'Survey.CustomerAddress': 'string',
      'Survey.CustomerContact': 'string',
      'Survey.CustomerOrganization': 'string',
      'Survey.Url': 'string',
    },
  ],
  [['workitem'], { 'Workitem.EventType': 'string', 'Workitem.Workitem': 'workitem' }],
  [BOT_FLOWS, { 'Session.LastKnowledgeAnswer': 'string' }],
];

/** Every built-in variable. */
export const BUILT_IN_VARIABLES: readonly BuiltInVariable[] = BY_FLOW_TYPES.flatMap(([flowTypes, types]) =>
  Object.entries(types).map(([name, type]) => ({ name, type, flowTypes })),
);

/** Names that Architect had for them before. */
const OLDER_NAMES: { readonly [older: string]: string } = {
  'interaction.language': 'call.language',
  'interaction.id': 'call.conversationid',
  'flow.campaign': 'call.campaign',
  'flow.contact': 'call.contact',
  'flow.contactlist': 'call.contactlist',
};

const BY_KEY = new Map(BUILT_IN_VARIABLES.map((variable) => [variable.name.toLowerCase(), variable]));

/** A built-in variable, by an older name of it, too. @param key in lower case: `call.ani`. */
export function builtInVariable(key: string): BuiltInVariable | undefined {
  return BY_KEY.get(key) ?? BY_KEY.get(Object.hasOwn(OLDER_NAMES, key) ? (OLDER_NAMES[key] ?? '') : '');
}

/** Names of the built-in variables of a flow type; of all flow types when that is not known. */
export function builtInNames(flowType: FlowType | undefined): readonly string[] {
  return BUILT_IN_VARIABLES.filter(
    ({ flowTypes }) => flowType === undefined || flowTypes.includes(flowType),
  ).map(({ name }) => name);
}
