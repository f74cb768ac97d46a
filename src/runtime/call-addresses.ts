import { isJsonObject, type Json } from '../authoring/json.ts';
import type { CallDetails } from './conversation.ts';

/** Who calls or writes; absent when withheld. */
export function fromAddressOf({ ani, message, email }: CallDetails): string | undefined {
  return textOf(ani ?? message?.['senderAddress'] ?? idOf(email?.['from']));
}

/** The number called, or the first address written to. */
export function toAddressOf({ calledAddress, message, email }: CallDetails): string | undefined {
  const targets = message?.['targetAddresses'] ?? email?.['to'];
  const [first]: readonly Json[] = Array.isArray(targets) ? targets : [];
  return textOf(calledAddress ?? (typeof first === 'string' ? first : idOf(first)));
}

function idOf(address: Json | undefined): Json | undefined {
  return address !== undefined && isJsonObject(address) ? address['id'] : undefined;
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
