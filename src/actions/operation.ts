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
}

/** Where operations are written when somebody asked for them. */
export type Trace = Operation[] | undefined;

/** A value or an answer that cannot be used: ends the present operation and becomes the failure outputs. */
export class Refusal extends Error {
  readonly failure: FailureOutputs;

  constructor(failure: FailureOutputs) {
    super(failure.userMessage);
    this.failure = failure;
  }
}

/** Returns a function that runs one part and notes how it went. Costs next to nothing when nobody asked. */
export function tracing(trace: Trace): <T extends Json>(name: string, run: () => T) => T {
  if (trace === undefined) return (_name, run) => run();
  return (name, run) => {
    const at = { step: trace.length + 1, name };
    try {
      const result = run();
      trace.push({ ...at, success: true, result });
      return result;
    } catch (error) {
      if (error instanceof Refusal) trace.push({ ...at, success: false, error: error.message });
      throw error;
    }
  };
}
