/** Where the actions of a flow stand. A state or a bot is a task whose variables are its own and that is entered, never called. */
export const CONTAINER_KINDS = ['task', 'menu', 'state', 'bot'] as const;
export type ContainerKind = (typeof CONTAINER_KINDS)[number];

/** How a flow meets people. */
export type Channel = 'call' | 'message' | 'chat' | 'email' | 'bot' | 'none';

/** What sets one flow type apart from another. */
export interface FlowTypeFacts {
  readonly channel: Channel;
  /** Kinds of containers it may have, the one it usually begins with first. */
  readonly containers: readonly ContainerKind[];
  /** What happens when its last action runs out. `again`: an in-queue flow begins anew while the caller waits. */
  readonly runsOut: 'disconnect' | 'complete' | 'return' | 'again';
  /** What an error does that the flow does not handle itself. `caller`: the flow that called it handles it. */
  readonly onError: 'disconnect' | 'complete' | 'exit' | 'caller';
}

const CALL = {
  channel: 'call',
  containers: ['task', 'menu'],
  runsOut: 'disconnect',
  onError: 'disconnect',
} as const;
const DIGITAL = { containers: ['state', 'task'], runsOut: 'disconnect', onError: 'disconnect' } as const;
const ALONE = {
  channel: 'none',
  containers: ['state', 'task'],
  runsOut: 'complete',
  onError: 'complete',
} as const;
const BOT = { channel: 'bot', containers: ['bot', 'task'], runsOut: 'return', onError: 'exit' } as const;

/** Flow types that can be run, by Archy's names; `inboundMessage` is Archy's inboundShortMessage. Source: facts/ACTIONS 3.1. */
export const FLOW_TYPES = {
  inboundCall: CALL,
  outboundCall: CALL,
  secureCall: CALL,
  inqueueCall: { ...CALL, containers: ['task'], runsOut: 'again' },
  inboundMessage: { channel: 'message', ...DIGITAL },
  inboundChat: { channel: 'chat', ...DIGITAL },
  inboundEmail: { channel: 'email', ...DIGITAL },
  workflow: ALONE,
  surveyInvite: ALONE,
  workitem: ALONE,
  commonModule: { channel: 'none', containers: ['task'], runsOut: 'return', onError: 'caller' },
  botFlow: BOT,
  digitalBot: BOT,
} as const satisfies { readonly [type: string]: FlowTypeFacts };

export type FlowType = keyof typeof FLOW_TYPES;

/** Flow types that can be run; the others of Architect are known by name and refused with a sentence. */
export const RUNNABLE_FLOW_TYPES = Object.keys(FLOW_TYPES) as readonly FlowType[];

/** Flow types of Architect that are known and not run (R2). */
export const OTHER_FLOW_TYPES: readonly string[] = [
  'voicemail',
  'voiceSurvey',
  'inqueueEmail',
  'inqueueShortMessage',
];

/** Other names that Genesys has for a type. */
const SAME_TYPE: { readonly [name: string]: FlowType } = {
  inboundShortMessage: 'inboundMessage',
  digitalBotFlow: 'digitalBot',
};

/** The flow type an author means; undefined for one that cannot be run. */
export function runnableFlowType(name: string): FlowType | undefined {
  if (Object.hasOwn(SAME_TYPE, name)) return SAME_TYPE[name];
  return RUNNABLE_FLOW_TYPES.find((type) => type === name);
}

/** Every name that `type` may have. */
export const FLOW_TYPE_NAMES: readonly string[] = [...RUNNABLE_FLOW_TYPES, ...Object.keys(SAME_TYPE)];

/** The kinds of flow in which a person is on the line. */
export const CALL_FLOWS: readonly FlowType[] = ['inboundCall', 'outboundCall', 'secureCall', 'inqueueCall'];
/** The kinds of flow in which a person writes. */
export const DIGITAL_FLOWS: readonly FlowType[] = ['inboundMessage', 'inboundChat', 'inboundEmail'];
/** The kinds of flow that understand what a person wants. */
export const BOT_FLOWS: readonly FlowType[] = ['botFlow', 'digitalBot'];

/** The key of a flow file under which containers of a kind stand. */
export function containersKey(kind: ContainerKind): `${ContainerKind}s` {
  return `${kind}s`;
}
