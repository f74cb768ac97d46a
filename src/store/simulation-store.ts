import type { JsonObject } from '../authoring/json.ts';
import type { Conversation } from '../runtime/conversation.ts';
import type { Environment } from '../runtime/environment.ts';
import type { FlowVersion, StepRecord, StoredStep } from './conversation-store.ts';

/** Where a simulated call was forked from. */
export interface SimulationOrigin {
  /** Of the call, live or simulated. */
  readonly callId: string;
  /** The moment of it from which the fork goes on: how many moments are the same. */
  readonly moment: number;
}

/** How a simulated call is played. */
export interface SimulationPlaying {
  /** Where it pauses; as src/simulator/breakpoints.ts has them. */
  readonly breakpoints?: readonly { readonly at?: string; readonly condition?: string }[];
  /** Who answers data actions; absent: as a new call has them answered. */
  readonly dataActions?: 'perform' | 'ask';
}

/** What is kept of a simulated call besides its steps. */
export interface SimulationRecord {
  readonly id: string;
  readonly flowHash: string;
  readonly flowName: string;
  /** Key of the environment's version. */
  readonly environment: number;
  readonly origin?: SimulationOrigin;
  readonly playing?: SimulationPlaying;
  readonly status: Conversation['status'];
  readonly waitsFor?: string;
  /** The call's own time, epoch ms. */
  readonly clock: number;
  /** Real time, epoch ms. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A step of a simulated call. */
export interface SimulationStep extends StoredStep {
  /** What a data action did before it: outcome, operations, how long it took; secrets masked. */
  readonly answered?: JsonObject;
}

/** A step that is to be kept. */
export interface SimulationStepRecord extends StepRecord {
  readonly answered?: JsonObject;
}

/** What is told of a simulated call when its first step is kept. */
export type NewSimulation = Pick<SimulationRecord, 'environment' | 'origin' | 'playing'>;

/** Where simulated calls are kept. */
export interface SimulationStore {
  /** Keeps a step, and with the first one the call; resolves once it is on disk. @param now real time, epoch ms */
  saveStep(call: NewSimulation, step: SimulationStepRecord, now: number): Promise<void>;
  /** Keeps how a call is played from now on. */
  savePlaying(id: string, playing: SimulationPlaying): Promise<void>;
  load(id: string): { readonly record: SimulationRecord; readonly conversation: Conversation } | undefined;
  /** Oldest first. */
  steps(id: string): readonly SimulationStep[];
  /** The newest first. */
  list(limit: number): readonly SimulationRecord[];
  /** @returns whether there was one. */
  remove(id: string): Promise<boolean>;
  saveFlow(version: FlowVersion): Promise<void>;
  loadFlow(hash: string): FlowVersion | undefined;
  keepEnvironment(environment: Environment): number;
  loadEnvironment(key: number): Environment | undefined;
}
