import type { Json } from '../authoring/json.ts';
import type { ConsentKept, Given, MessageSent, Messaging } from '../authoring/messaging.ts';

/** Where the Cloud API of WhatsApp itself takes messages. */
const META_HOST = /^https:\/\/graph\.facebook\.com(:443)?\//i;
const AGENTLESS = ['api', 'v2', 'conversations', 'messages', 'agentless'];

/** What a request looks like whatever its values are: all that tells what it does with messages and consents (W6). */
export interface RequestShape {
  readonly method: string;
  readonly integrationType: string;
  /** The URL as far as its author wrote its beginning. */
  readonly origin: string;
  readonly path: readonly PathSegment[];
  /** What a key of its JSON body is given by, or its digits are; undefined when nobody can tell. */
  readonly given: (key: string, what: 'text' | 'digits') => Given | undefined;
  /** The output that tells the status which the register of Attendant answered with. */
  readonly statusOutput?: string;
}

/** A part of a path between two slashes. */
export interface PathSegment {
  /** In lower case and decoded; absent when a value is part of it. */
  readonly fixed?: string;
  readonly given?: Given;
  /** Whether only its digits are those of what gives it. */
  readonly isLoose?: true;
  /** Whether it may be any number of segments. */
  readonly isOpen?: true;
}

/** What a request sends, records, asks or reaches. */
export function messagingOfShape(shape: RequestShape): Messaging {
  const sends = sentBy(shape);
  const consent = keptBy(shape);
  return {
    ...(sends !== undefined && { sends }),
    ...(consent !== undefined && { consent }),
    ...(reachesCampaign(shape) && { reachesCampaign: true }),
  };
}

/** A segment that its author wrote out. */
export function fixedSegment(text: string): PathSegment {
  return { fixed: decoded(text), given: { fixed: text } };
}

/** The parts of an address between its slashes: without scheme, host and query. */
export function pathOf(url: string): readonly string[] {
  const [path = ''] = url.replace(/^https?:\/\/[^/?]*/i, '').split('?');
  return path.split('/').filter((one) => one !== '');
}

function sentBy({ method, origin, path, given }: RequestShape): MessageSent | undefined {
  if (method !== 'POST') return undefined;
  if (leadsTo(path, AGENTLESS))
    return known({ channel: given('toAddressMessengerType', 'text'), to: given('toAddress', 'digits') });
  const isMeta = META_HOST.test(origin) && leadsTo(path.slice(-1), ['messages']);
  return isMeta ? known({ channel: { fixed: 'whatsapp' }, to: given('to', 'digits') }) : undefined;
}

function keptBy({ method, integrationType, path, statusOutput }: RequestShape): ConsentKept | undefined {
  if (integrationType !== 'attendant') return undefined;
  if (path.some(({ isOpen }) => isOpen === true)) return method === 'GET' ? undefined : WITHDRAWS;
  const [, , channel, address] = path;
  if (path.length !== 4 || !leadsTo(path.slice(0, 2), ['attendant', 'consents'])) return undefined;
  const sure = channel?.isLoose === true ? undefined : channel?.given;
  const about = { granted: 'granted', ...known({ channel: sure, address: address?.given }) };
  if (method === 'PUT') return { does: 'grant', ...about };
  if (method === 'DELETE') return { does: 'withdraw', ...about };
  return method === 'GET'
    ? { does: 'ask', ...about, ...(statusOutput !== undefined && { status: statusOutput }) }
    : undefined;
}

/** What a request that may change any consent counts as. */
export const WITHDRAWS: ConsentKept = { does: 'withdraw', granted: 'granted' };

/** Requests that make a campaign write to people, now or later. */
function reachesCampaign({ method, path }: RequestShape): boolean {
  if (!['POST', 'PUT', 'PATCH'].includes(method)) return false;
  return CAMPAIGNS.some((one) => leadsTo(path, ['api', 'v2', 'outbound', ...one]));
}

/** Stand for one segment, and for all that may follow. */
const [ANY, REST] = ['*', '**'];
const CAMPAIGNS = [
  ['messagingcampaigns', REST],
  ['contactlists', ANY, 'contacts', REST],
];

/** Whether segments may be those of a path: one that a value fills may be any. */
function leadsTo(segments: readonly PathSegment[], path: readonly string[]): boolean {
  const [segment, ...others] = segments;
  const [name, ...more] = path;
  if (name === REST) return true;
  if (segment === undefined) return name === undefined;
  if (segment.isOpen === true)
    return leadsTo(others, path) || (name !== undefined && leadsTo(segments, more));
  if (name === undefined) return false;
  const fits = segment.fixed === undefined || name === ANY || segment.fixed === name;
  return fits && leadsTo(others, more);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).toLowerCase();
  } catch {
    return text.toLowerCase();
  }
}

/** Without what is undefined. */
function known<T extends { readonly [key: string]: Json | Given | undefined }>(
  all: T,
): { [key in keyof T]?: Exclude<T[key], undefined> } {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [key in keyof T]?: Exclude<T[key], undefined>;
  };
}
