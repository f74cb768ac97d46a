import type { DataActionOutcome } from '../actions/data-action-outcome.ts';
import type { Operation } from '../actions/operation.ts';
import type { Json } from '../authoring/json.ts';
import type { Masker } from '../integrations/masker.ts';

/**
 * An outcome for a call: what tells of a failure goes to transcripts and logs, and a receiver may repeat what it was
 * sent, so it is masked (D8). The outputs of a success are the flow's own to use.
 */
export function maskFailure(outcome: DataActionOutcome, masker: Masker): DataActionOutcome {
  return outcome.result === 'success' ? outcome : { ...outcome, failure: maskTexts(outcome.failure, masker) };
}

/** A trial for people: every text in it masked, whoever wrote it (D8). */
export function maskTrial(
  { outcome, operations }: { readonly outcome: DataActionOutcome; readonly operations: readonly Operation[] },
  masker: Masker,
) {
  return { outcome: maskOutcome(outcome, masker), operations: maskOperations(operations, masker) };
}

/** Operations with every text in them masked. */
export function maskOperations(operations: readonly Operation[], masker: Masker): readonly Operation[] {
  return operations.map((operation) => {
    const { result, error, notes } = operation;
    return {
      ...operation,
      ...(result !== undefined && { result: masker.json(result) }),
      ...(error !== undefined && { error: masker.text(error) }),
      ...(notes !== undefined && { notes: notes.map((note) => maskTexts(note, masker)) }),
    };
  });
}

function maskOutcome(outcome: DataActionOutcome, masker: Masker): DataActionOutcome {
  if (outcome.result !== 'success') return maskFailure(outcome, masker);
  const { outputs, output } = outcome;
  return { result: 'success', ...maskTexts({ outputs, output }, masker) };
}

/** The same object with every text in it masked. */
export function maskTexts<T extends object>(object: T, masker: Masker): T {
  // JSON of this shape, and only its texts change.
  return masker.json(object as unknown as Json) as unknown as T;
}
