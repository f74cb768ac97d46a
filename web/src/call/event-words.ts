import type { MomentEntry } from './call-types.ts';

/** What a moment did, in few words. */
export function momentWords({ stimulus, events, action, type }: MomentEntry): string {
  const came = CAME[stimulus.type]?.(stimulus);
  const took = events.find((event) => event.type === 'tookOutput');
  const way = took === undefined ? '' : ` → ${String(took['output'])}`;
  const end = events.find((event) => event.type === 'endedFlow');
  const did = action === null ? 'The call begins' : `${type ?? ''}${way}`;
  return [
    came,
    came !== undefined && stimulus.type !== 'continued' ? '·' : '',
    did,
    end === undefined ? '' : '■ ended',
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}

const CAME: { readonly [type: string]: (stimulus: MomentEntry['stimulus']) => string | undefined } = {
  pressed: ({ keys }) => `presses ${keys}`,
  spoke: ({ words }) => `says “${words}”`,
  wrote: ({ text }) => `writes “${text}”`,
  timeElapsed: () => 'time passes',
  completedDataAction: () => 'answered',
  failedDataAction: () => 'failed',
  agentAnswered: () => 'an agent answers',
  callerDisconnected: () => 'hangs up',
  changedByHand: () => 'changed by hand',
};
