import type { Json } from '../authoring/json.ts';
import type { CallEvent } from '../runtime/conversation.ts';
import type { Moment, Moments } from '../simulator/moments.ts';
import { isoTime } from './iso-time.ts';

/** The data action that is waited for, with its inputs as the transcript shows them, and what it may answer. */
export function pendingDataAction({ all, call }: Moments, number: number): Json {
  const { wait } = all[number - 1]?.conversation ?? {};
  if (wait?.for !== 'dataAction') return null;
  const asked = lastEvent(all, number, 'requestedDataAction');
  const contract = call.flow.dataActions.get(wait.dataAction);
  return {
    name: wait.dataAction,
    inputs: asked?.['inputs'] ?? {},
    isSecure: contract?.isSecure === true,
    outputs: (contract?.outputs ?? []).map(({ name, type }) => ({ name, type: String(type) })),
    dueAt: isoTime(wait.dueAt ?? null),
  };
}

function lastEvent(all: readonly Moment[], number: number, type: string): CallEvent | undefined {
  for (let index = number - 1; index >= 0; index--) {
    const found = all[index]?.events.findLast((event) => event.type === type);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How the data action went whose answer came in last. */
export function lastAnswered({ steps, all }: Moments, number: number): Json {
  let index = number - 1;
  while (index >= 0 && !/^(completed|failed)DataAction$/.test(all[index]?.stimulus.type ?? '')) index--;
  const moment = all[index];
  if (moment === undefined) return null;
  const asked = lastEvent(all, index + 1, 'requestedDataAction');
  const came = moment.events.find(({ type }) => /^(completed|failed)DataAction$/.test(type));
  return {
    moment: index + 1,
    dataAction: asked?.['dataAction'] ?? null,
    inputs: asked?.['inputs'] ?? {},
    outputs: came?.['outputs'] ?? null,
    failure: came?.['failure'] ?? null,
    ...(steps[moment.stored]?.answered ?? {}),
  };
}
