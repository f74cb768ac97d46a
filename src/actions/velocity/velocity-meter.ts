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
  let parts = 0;
  let characters = 0;
  const fail = (isTooMuch: boolean, what: string) => {
    if (isTooMuch) throw new EvaluationFailure(what);
  };
  return {
    step: () => fail(++parts > budget.parts, `The template does more than ${budget.parts} steps`),
    spend(count) {
      characters += count;
      fail(characters > budget.characters, 'The template works on too much text');
    },
    checkText: (length) =>
      fail(
        length > budget.textLength,
        `A text of the template has more than ${budget.textLength} characters`,
      ),
    checkRounds: (rounds) =>
      fail(
        rounds > budget.rounds,
        `A #foreach or a range of the template has more than ${budget.rounds} elements`,
      ),
  };
}
