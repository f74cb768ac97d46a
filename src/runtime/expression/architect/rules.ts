import type { CallFacts } from './tree.ts';

/** An answer we chose where no public source says what Architect does. */
export interface ChosenRule {
  readonly question: string;
  readonly answer: string;
}

/** Every open question of the expression language, with the answer that this program gives. */
export const RULES = {
  QUOTIENT_DIGITS: {
    question: 'How many digits does a quotient or a power have that never ends?',
    answer: '40 significant digits, the most that a Decimal holds',
  },
  NEGATIVE_HALF: {
    question: 'Where does Round take -2.5?',
    answer: 'Away from zero, as it takes 2.5: -3.0',
  },
  TEXT_ORDER: {
    question: 'How are texts of letters beyond A to Z, digits and signs ordered by < and Compare?',
    answer: 'As a dictionary has them, lower case before upper case, whatever the language',
  },
  EMPTY_SEARCH: {
    question: 'Where does FindString find an empty text?',
    answer: 'At 0',
  },
  OVERLAPPING_SEARCH: {
    question: 'May two occurrences that FindString counts overlap?',
    answer: 'Yes: "aa" occurs twice in "aaa"',
  },
  SURROGATE_PAIRS: {
    question: 'Are characters beyond 16 bits, such as emoji, one or two?',
    answer: 'Length and positions count two; Reverse and Split keep the pair together',
  },
  WEEK_NUMBER: {
    question: 'Which week is week 1?',
    answer: 'As ISO 8601 has it: Monday first, the week with the first Thursday of the year',
  },
  IMPOSSIBLE_DATE: {
    question: 'What does MakeDateTime make of 31 February?',
    answer: 'An error in the call',
  },
  LIST_END: {
    question: 'What stands behind the end of a list?',
    answer: 'Nothing: an error in the call',
  },
  MEMBER_OF_NOT_SET: {
    question: 'What is a member of a NOT_SET value?',
    answer: 'An error in the call',
  },
  MISSING_PROPERTY: {
    question: 'What is a property that a JSON object does not have?',
    answer: 'NOT_SET',
  },
  JSON_TEXT: {
    question: 'What is the text of a JSON object, list or number?',
    answer: 'Its JSON without spaces; the text of a JSON string is the string itself',
  },
  JSON_LIST: {
    question: 'What does ToJsonCollection make of a JSON value?',
    answer: 'Of an array its items; of NOT_SET an empty collection; of all else an error',
  },
  INTEGER_TEXT: {
    question: 'Does ToInt accept blanks around the digits?',
    answer: 'Yes; it refuses a decimal point',
  },
  DATE_TIME_TEXT: {
    question: 'Does ToDateTime accept fractions of a second, and an empty text?',
    answer: 'Fractions are dropped; an empty text is NOT_SET; a zone is needed',
  },
  DURATION_TEXT: {
    question: 'Does ToDuration accept weeks, months, years, and an empty text?',
    answer: 'Weeks of 7 days; an empty text is NOT_SET; months and years are refused',
  },
  AVERAGE_DURATION: {
    question: 'Is an average duration rounded to the millisecond, or cut?',
    answer: 'Cut',
  },
  EMPTY_LIST_TEXT: {
    question: 'What is the text of an empty list?',
    answer: 'An empty text',
  },
  EMPTY_CURRENCY_TEXT: {
    question: 'What does ToCurrency make of an empty text?',
    answer: 'NOT_SET, as the other casts do',
  },
  TEXT_OF_NO_NUMBER: {
    question: 'What is the text of a PhoneNumber that no number or address could be read from?',
    answer: 'NOT_SET, as its uri is; `raw` keeps what was written',
  },
  DISPLAY_TEXT: {
    question: 'What does ToDisplayString show of NOT_SET, and between the items of a list?',
    answer: 'An empty text; a comma and a space',
  },
  CURRENCY_SYMBOL: {
    question: 'Which symbol has a currency that shares it, such as CAD?',
    answer: 'The short one: $',
  },
} as const satisfies { readonly [rule: string]: ChosenRule };

export type RuleName = keyof typeof RULES;

/** A rule by its name, for transcripts; nothing for a name that is none. */
export function ruleNamed(name: string): ChosenRule | undefined {
  const rules: { readonly [rule: string]: ChosenRule } = RULES;
  return Object.hasOwn(rules, name) ? rules[name] : undefined;
}

/** Tells the call that its result depends on an open question. */
export function depends(facts: CallFacts, rule: RuleName): void {
  facts.dependsOn?.(rule);
}
