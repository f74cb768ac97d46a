import type { Json } from '../authoring/json.ts';
import { MASK } from '../authoring/mask.ts';
import { type Difference, nearestOf } from './difference.ts';
import { jsonDifference, shown } from './json-difference.ts';
import { markDifference } from './mark-difference.ts';
import type { PlayedTest } from './play-test.ts';
import { shownRequest, type TestMessage, type TestRequest } from './sent.ts';
import type { Expectations, ExpectedMessage, ExpectedRequest } from './test-file.ts';
import { comparable, fits, wantedText } from './text-match.ts';

type Sent = Pick<Difference, 'message' | 'nearest'>;

/** What a test expects to be sent, and what was. */
export function sentDifferences(
  { requests, messages }: Expectations,
  played: PlayedTest,
): readonly Difference[] {
  return [
    ...(requests === undefined
      ? []
      : compared('request', requests, played.requests, requestDifference, requestText)),
    ...(messages === undefined
      ? []
      : compared('message', messages, played.messages, messageDifference, messageText)),
  ];
}

/** Of what a secure data action sent it is told that it differs, and not how. */
function concealed(
  difference: Sent | undefined,
  { isSecure }: { readonly isSecure?: true },
): Sent | undefined {
  if (difference === undefined || isSecure !== true) return difference;
  return { message: 'it is not what is expected, and what it is is secure' };
}

/** One by one, then what is missing or too much. */
function compared<Wanted, Found extends { readonly isSecure?: true }>(
  what: 'request' | 'message',
  wanted: readonly Wanted[],
  found: readonly Found[],
  differenceOf: (wanted: Wanted, found: Found) => Sent | undefined,
  textOf: (found: Found) => string,
): readonly Difference[] {
  const of = `${what}s`;
  const differing = wanted.flatMap((one, index) => {
    const other = found[index];
    const difference = other === undefined ? undefined : concealed(differenceOf(one, other), other);
    return difference === undefined || other === undefined
      ? []
      : [{ ...difference, of, message: `${what} ${index + 1}, ${textOf(other)}: ${difference.message}` }];
  });
  if (found.length === wanted.length) return differing;
  const extra = found.slice(wanted.length).map(textOf).join('; ');
  const lacking = JSON.stringify(wanted[found.length]);
  const more = found.length > wanted.length ? `also sent: ${extra}` : `not sent: ${lacking}`;
  const message = `expected ${wanted.length} ${wanted.length === 1 ? what : of}, and there ${found.length === 1 ? 'is' : 'are'} ${found.length}: ${more}`;
  return [...differing, { of, message }];
}

function requestText(request: TestRequest): string {
  const { dataAction, method, url } = shownRequest(request);
  return `${dataAction} ${method} ${url}`;
}

function messageText({ channel, to, isSecure }: TestMessage): string {
  return `${channel} to ${isSecure === true ? MASK : to}`;
}

function requestDifference(
  { dataAction, method, url, headers = {}, body, inputs }: ExpectedRequest,
  found: TestRequest,
) {
  if (dataAction !== undefined && dataAction !== found.dataAction)
    return other('data action', dataAction, found.dataAction);
  if (method !== undefined && method.toUpperCase() !== found.method)
    return other('method', method, found.method);
  if (url !== undefined && !fits(url, found.url))
    return {
      message: `expected the URL ${wantedText(url)}`,
      nearest: markDifference(comparable(url), found.url),
    };
  for (const [name, wanted] of Object.entries(headers)) {
    const value = Object.entries(found.headers).find(
      ([key]) => key.toLowerCase() === name.toLowerCase(),
    )?.[1];
    if (value === undefined || !fits(wanted, value))
      return { message: `expected the header ${name} ${wantedText(wanted)}, and it is ${shown(value)}` };
  }
  return within('body', body, found.body) ?? within('inputs', inputs, found.inputs);
}

function messageDifference({ dataAction, channel, to, inputs }: ExpectedMessage, found: TestMessage) {
  if (dataAction !== undefined && dataAction !== found.dataAction)
    return other('data action', dataAction, found.dataAction);
  if (channel !== undefined && channel !== found.channel) return other('channel', channel, found.channel);
  if (to !== undefined && !fits(to, found.to))
    return {
      message: `expected it to go to ${wantedText(to)}`,
      ...nearestOnly(comparable(to), found.to),
    };
  return within('inputs', inputs, found.inputs);
}

function nearestOnly(wanted: string, text: string): Pick<Difference, 'nearest'> {
  const { nearest } = nearestOf(wanted, [{ text, line: 0 }]);
  return nearest === undefined ? { nearest: [{ is: 'found', text }] } : { nearest };
}

function other(what: string, wanted: string, found: string) {
  return { message: `expected the ${what} ${wanted}, and it is ${found}` };
}

function within(what: string, wanted: Json | undefined, found: Json | undefined) {
  if (wanted === undefined) return undefined;
  const difference = jsonDifference(wanted, found);
  if (difference === undefined) return undefined;
  return {
    message: `expected ${what}${difference.where} to be ${difference.wanted}, and it is ${difference.found}`,
  };
}
