import type { Json } from '../authoring/json.ts';
import type { FailureOutputs } from './failure-outputs.ts';

/** One part of running a data action, with its intermediate result: what a test run of Genesys Cloud lists (D6). */
export interface Operation {
  /** From 1. */
  readonly step: number;
  readonly name: string;
  readonly success: boolean;
  readonly result?: Json;
  readonly error?: string;
  /** What happened on the way, where people would otherwise wonder; absent: nothing to say. */
  readonly notes?: readonly Note[];
  /** How long it took; absent where nobody looked at a clock. */
  readonly milliseconds?: number;
}

/** Something that an author would want to know of one part. Holds no secret. */
export interface Note {
  /** What it is about: a reference as the template has it, a name of the translation map, a header. */
  readonly about: string;
  /** A sentence without a full stop. */
  readonly message: string;
  /** What would be right. */
  readonly hint?: string;
}

/** Where operations are written when somebody asked for them. */
export type Trace = Operation[] | undefined;

/** Takes a note; costs next to nothing when nobody asked. */
export type TakeNotes = (notes: () => readonly Note[]) => void;

/** A value or an answer that cannot be used: ends the present operation and becomes the failure outputs. */
export class Refusal extends Error {
  readonly failure: FailureOutputs;
  readonly notes: readonly Note[];

  constructor(failure: FailureOutputs, notes: readonly Note[] = []) {
    super(failure.userMessage);
    this.failure = failure;
    this.notes = notes;
  }
}

/** Runs one part and notes how it went. */
export type RunStep = <T>(
  name: string,
  run: (note: TakeNotes) => T,
  /** The result as people may see it, where it differs. */
  shown?: (result: T) => Json,
) => T;

/** Returns a function that runs one part and notes how it went. Costs next to nothing when nobody asked. */
export function tracing(trace: Trace): RunStep {
  if (trace === undefined) return (_name, run) => run(() => {});
  return (name, run, shown) => {
    const notes: Note[] = [];
    const at = { step: trace.length + 1, name };
    const noted = () => (notes.length === 0 ? {} : { notes });
    try {
      const result = run((take) => notes.push(...take()));
      trace.push({ ...at, success: true, result: asJson(result, shown), ...noted() });
      return result;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      notes.push(...error.notes);
      trace.push({ ...at, success: false, error: error.message, ...noted() });
      throw error;
    }
  };
}

function asJson<T>(result: T, shown: ((result: T) => Json) | undefined): Json {
  // Without `shown` the result is JSON: parts that make something else say how it is shown.
  return shown === undefined ? (result as Json) : shown(result);
}
