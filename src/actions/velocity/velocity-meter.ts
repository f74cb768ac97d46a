/** How much one evaluation may do. */
export interface Budget {
  /** Parts and expressions of templates that are evaluated, each as often as it is. */
  readonly parts: number;
  /** Characters of a text, be it the result or one on the way. */
  readonly textLength: number;
  /** Rounds of one `#foreach`, and elements of a range. */
  readonly rounds: number;
  /** Characters read and written by all methods together. */
  readonly characters: number;
}

export const DEFAULT_BUDGET: Budget = {
  parts: 100_000,
  textLength: 2 * 1024 * 1024,
  rounds: 10_000,
  characters: 20 * 1024 * 1024,
};

/** Ends an evaluation with a sentence for people; never leaves evaluateVelocity. */
export class EvaluationFailure extends Error {}

/** Counts what an evaluation does, and ends it when it does too much. @throws EvaluationFailure */
export interface Meter {
  /** Counts a part or expression. */
  step(): void;
  /** Counts characters that a method reads or writes. */
  spend(characters: number): void;
  checkText(length: number): void;
  checkRounds(rounds: number): void;
}

/** A meter that allows what a budget says. */
export function meterOf(budget: Budget): Meter {
  const { parts, textLength, rounds, characters } = budget;
  let partsLeft = parts;
  let charactersLeft = characters;
  return {
    step() {
      if (--partsLeft < 0) throw new EvaluationFailure(`The template does more than ${parts} steps`);
    },
    spend(count) {
      charactersLeft -= count;
      if (charactersLeft < 0) throw new EvaluationFailure('The template works on too much text');
    },
    checkText(length) {
      if (length > textLength)
        throw new EvaluationFailure(`A text of the template has more than ${textLength} characters`);
    },
    checkRounds(count) {
      if (count > rounds)
        throw new EvaluationFailure(`A #foreach or a range of the template has more than ${rounds} elements`);
    },
  };
}
