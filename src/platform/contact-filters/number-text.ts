/**
 * Numbers as people write them into lists: `-12.50`, `3.17E+10`, `$1,234.50`, `1 234`, `12 €`.
 *
 * A comma stands between thousands, or the text is no number: `12,50` may be twelve and a half or 1,250. `numberSql` and
 * `numberText` read alike.
 */

/** What is not looked at: spaces, narrow and unbreakable ones too, and signs of currencies. */
const IGNORED = [' ', '\u00a0', '\u202f', '$', '€', '£'];
const IGNORED_CHARACTERS = new RegExp(`[${IGNORED.join('')}]`, 'g');

/** As SQLite reads a number from a text, with ASCII spaces around. */
const NUMBER = /^[\t\n\v\f\r]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[\t\n\v\f\r]*$/;

/** Commas that do not stand between thousands, in a text with a character after its end. */
const WRONG_COMMAS = [
  ',*',
  '*[^0-9],*',
  '*[0-9][0-9][0-9][0-9],*',
  '*,[^0-9]*',
  '*,[0-9][^0-9]*',
  '*,[0-9][0-9][^0-9]*',
  '*,[0-9][0-9][0-9][0-9]*',
  '*.*,*',
];
const WRONG_COMMA = /(?<!\d),|\d{4},|,(?!\d{3})|,\d{4}|\.[\s\S]*,/;

/** A number as SQLite reads it, without what is not looked at; undefined when a text is none. */
export function numberText(text: string): string | undefined {
  if (WRONG_COMMA.test(text)) return undefined;
  const plain = text.replaceAll(IGNORED_CHARACTERS, '').replaceAll(',', '');
  return NUMBER.test(plain) ? plain : undefined;
}

/** The SQL of a cell's text as SQLite reads a number from it, when it is compared with one; plain numbers take one look. */
export function numberSql(cell: string): string {
  const bare = IGNORED.reduce((sql, sign) => `replace(${sql}, '${sign}', '')`, cell);
  const wrong = WRONG_COMMAS.map((pattern) => `${cell} || 'x' glob '${pattern}'`).join(' or ');
  return `(case when ${cell} not glob '*[^-+.0-9eE]*' then ${cell} when instr(${cell}, ',') = 0 then ${bare}
    when ${wrong} then '' else replace(${bare}, ',', '') end)`;
}
