import { createHash } from 'node:crypto';
import type { DataAction } from '../actions/data-action.ts';
import { isJsonObject, type Json } from '../authoring/json.ts';
import type { Fingerprint } from './cassette.ts';

/** Hashes of the parts of a definition that decide what is sent and what is read. The order of keys does not count. */
export function fingerprintOf({ definition, integrationType }: DataAction): Fingerprint {
  const { config, contract, templates } = definition as unknown as { readonly [key: string]: Json };
  const { request = null, response = null } = isJsonObject(config) ? config : {};
  return {
    request: hashOf([integrationType, templates ?? null, request]),
    response: hashOf(response),
    contract: hashOf(contract ?? null),
  };
}

function hashOf(json: Json): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(json)))
    .digest('hex')
    .slice(0, 16);
}

function sorted(json: Json): Json {
  if (Array.isArray(json)) return json.map(sorted);
  if (!isJsonObject(json)) return json;
  const entries = Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, sorted(value)]));
}
