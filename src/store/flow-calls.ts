import type Sqlite from 'better-sqlite3';
import type { Conversation } from '../runtime/conversation.ts';

/** What the API tells of a conversation that a flow runs. Times are epoch ms. */
export interface FlowCall {
  readonly id: string;
  readonly flowName: string;
  /** Such as `inboundCall` and `workflow`. */
  readonly flowType: string;
  /** The hash of its version. */
  readonly flowVersion: string;
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly isEnded: boolean;
  /** Why it ended, src/runtime/conversation.ts. */
  readonly endReason?: string;
  /** The caller's number or address as it is written to; absent when withheld. */
  readonly from?: string;
  readonly to?: string;
  readonly name?: string;
  readonly subject?: string;
  readonly externalTag?: string;
  readonly participantData: { readonly [name: string]: string };
}

/** Reads conversations of flows for the API; nothing is written. */
export function flowCalls(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], { readonly state: string; readonly updatedAt: number }>(
    'select state, updated_at as updatedAt from conversation where id = ?',
  );
  return {
    one(id: string): FlowCall | undefined {
      const row = one.get(id);
      return row && flowCallOf(JSON.parse(row.state) as Conversation, row.updatedAt);
    },
  };
}

/** What flowCalls returns. */
export type FlowCalls = ReturnType<typeof flowCalls>;

function flowCallOf(conversation: Conversation, updatedAt: number): FlowCall {
  const { id, flow, startedAt, status, ending, call, participantData, facts = {} } = conversation;
  const { ani, calledAddress, remoteName, message = {}, email = {} } = call;
  const targets = message['targetAddresses'];
  return {
    id,
    flowName: flow.name,
    flowType: flow.type,
    flowVersion: flow.hash,
    startedAt,
    updatedAt,
    isEnded: status === 'ended',
    participantData,
    ...(ending && { endReason: ending.reason }),
    ...text('from', bareNumber(ani) ?? message['senderAddress'] ?? member(email['from'], 'id')),
    ...text('to', bareNumber(calledAddress) ?? firstOf(targets) ?? member(firstOf(email['to']), 'id')),
    ...text('name', remoteName),
    ...text('subject', email['subject']),
    ...text('externalTag', facts['externalTag']),
  };
}

function bareNumber(address: string | undefined): string | undefined {
  return address?.replace(/^tel:/, '');
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function text<Name extends string>(name: Name, value: unknown): { readonly [name in Name]?: string } {
  return typeof value === 'string' ? ({ [name]: value } as { readonly [name in Name]: string }) : {};
}
