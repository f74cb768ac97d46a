import type { DataAction } from '../actions/data-action.ts';
import { readResponse } from '../actions/read-response.ts';
import type { Cassette, Exchange, Fingerprint } from './cassette.ts';
import { bodyOf } from './content.ts';
import { fingerprintOf } from './fingerprint.ts';

/** What became of a definition since its cassette was recorded. */
export interface Drift {
  readonly dataAction: string;
  /** What has changed. */
  readonly parts: readonly (keyof Fingerprint)[];
  /** The exchanges, counted from 1, whose answer of 2xx gives no output that fits the contract any more, and why. */
  readonly broken: readonly { readonly exchange: number; readonly why: string }[];
  /** All of it in one sentence. */
  readonly message: string;
}

/** Compares the data actions at hand with those that were recorded. One that has not changed is not listed. */
export function driftOf(cassette: Cassette, dataActions: Iterable<DataAction>): readonly Drift[] {
  return [...dataActions].flatMap((dataAction) => {
    const recorded = cassette.definitions?.[dataAction.id];
    if (recorded === undefined) return [];
    const present = fingerprintOf(dataAction);
    const parts = (['request', 'response', 'contract'] as const).filter(
      (part) => recorded[part] !== present[part],
    );
    if (parts.length === 0) return [];
    const broken = brokenAnswers(cassette.exchanges, dataAction);
    return [{ dataAction: dataAction.id, parts, broken, message: messageOf(dataAction.id, parts, broken) }];
  });
}

function brokenAnswers(exchanges: readonly Exchange[], dataAction: DataAction): Drift['broken'] {
  return exchanges.flatMap(({ dataAction: id, answer }, index) => {
    if (id !== dataAction.id || answer === undefined || answer.status < 200 || answer.status > 299) return [];
    const { status, headers = {} } = answer;
    const read = readResponse(dataAction, { status, headers, body: bodyOf(answer) });
    return read.ok ? [] : [{ exchange: index + 1, why: read.failure.userMessage }];
  });
}

const NAMES: { readonly [part in keyof Fingerprint]: string } = {
  request: 'its request',
  response: 'how its answer is read',
  contract: 'its contract',
};

function messageOf(id: string, parts: Drift['parts'], broken: Drift['broken']): string {
  const what = parts.map((part) => NAMES[part]).join(' and ');
  const [first] = broken;
  const end =
    first === undefined
      ? 'the recorded answers still fit its contract'
      : `${broken.length === 1 ? 'the answer' : `${broken.length} answers, the first`} of exchange ${first.exchange} no longer fits: ${first.why}`;
  return `${id} has changed since it was recorded: ${what}; ${end}`;
}
