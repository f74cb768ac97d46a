import type { Operation } from '../../../src/actions/operation.ts';
import type { GraphUnit } from '../../../src/simulator/graph.ts';
import type { Json } from '../api/json.ts';

/** A line of a transcript. */
export interface Line {
  readonly kind: 'heard' | 'written' | 'caller' | 'step' | 'outside' | 'trouble' | 'end';
  readonly text: string;
  readonly moment: number;
  readonly at: string;
  readonly type: string;
}

/** What a call waits for. */
export interface Waiting {
  readonly for: string;
  readonly dueAt: string | null;
  readonly takes: readonly string[];
  readonly heard: readonly { readonly text: string; readonly endsAt: string; readonly bargeIn: boolean }[];
}

/** A value before and after. */
export interface Change {
  readonly name: string;
  readonly was: Json;
  readonly is: Json;
}

/** A data action that was answered. */
export interface Answered {
  readonly moment: number;
  readonly dataAction: string | null;
  readonly inputs: Json;
  readonly outputs: Json;
  readonly failure: Json;
  readonly operations?: readonly Operation[];
  readonly tookMs?: number;
}

/** A data action that is waited for. */
export interface Pending {
  readonly name: string;
  readonly inputs: Json;
  readonly isSecure: boolean;
  readonly outputs: readonly { readonly name: string; readonly type: string }[];
  readonly dueAt: string | null;
}

/** Where a call has been. */
export interface Path {
  readonly actions: { readonly [id: string]: number };
  /** `action\noutput` */
  readonly outputs: readonly string[];
  /** `action\nnext action` */
  readonly ways: readonly string[];
}

/** A breakpoint. */
export interface Breakpoint {
  readonly at?: string;
  readonly condition?: string;
}

/** How a simulated call is played. */
export interface Playing {
  readonly clock: string;
  readonly nextAt: string | null;
  readonly isStepping: boolean;
  readonly isAnsweredByHand: boolean;
  readonly dataActions: 'perform' | 'ask';
  readonly goesOutside: boolean;
  readonly breakpoints: readonly Breakpoint[];
  readonly origin: { readonly callId: string; readonly moment: number } | null;
  readonly differsAt: number | null;
}

/** A call at a moment, as `GET /attendant/calls/{id}/moments/{n}` and the simulations answer. */
export interface CallView {
  readonly id: string;
  readonly flow: { readonly name: string; readonly type: string; readonly version: string };
  readonly status: 'waiting' | 'ended';
  readonly language: string;
  readonly from: string | null;
  readonly startedAt: string;
  readonly at: string;
  readonly moment: number;
  readonly moments: number;
  readonly standsAt: string;
  readonly unitAt: number;
  readonly waitsFor: Waiting | null;
  readonly variables: { readonly [name: string]: Json };
  readonly taskVariables: { readonly [name: string]: Json };
  readonly participantData: { readonly [name: string]: string };
  readonly declared: { readonly [name: string]: string };
  readonly frames: readonly { readonly task: string; readonly isFlow: boolean }[];
  readonly changes: { readonly variables: readonly Change[]; readonly participantData: readonly Change[] };
  readonly queued: readonly string[];
  readonly pendingDataAction: Pending | null;
  readonly answered: Answered | null;
  readonly path: Path;
  readonly lines: readonly Line[];
  readonly firstDifference: {
    readonly event: number;
    readonly was: string | null;
    readonly is: string | null;
  } | null;
  readonly ending: { readonly reason: string; readonly detail: string | null } | null;
  readonly simulation?: Playing;
}

/** A moment in the timeline. */
export interface MomentEntry {
  readonly moment: number;
  readonly at: string;
  readonly stimulus: {
    readonly type: string;
    readonly keys?: string;
    readonly words?: string;
    readonly text?: string;
  };
  readonly action: string | null;
  readonly type: string | null;
  readonly standsAt: string;
  readonly events: readonly { readonly type: string; readonly [detail: string]: Json }[];
  readonly changedVariables: readonly string[];
  readonly changedParticipantData: readonly string[];
}

/** A page of the timeline. */
export interface Moments {
  readonly entities: readonly MomentEntry[];
  readonly total: number;
  readonly isSimulated: boolean;
}

/** What `GET /attendant/flows/{id}/graph` answers. */
export interface Graph {
  readonly name: string;
  readonly version: string;
  readonly units: readonly GraphUnit[];
}
