import type { ContactSort } from './campaign.ts';

/** Signs that people write into numbers: +1 (317) 555-0123, $1,200.50, 1 200. */
const IGNORED_SIGNS = [',', ' ', '$', '€', '£', '(', ')'];
const DATE_TIME = '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][T ]*';

/**
 * The SQL that puts contacts of a list in the order of a campaign's sorts (C10), the first sort above the next; contacts
 * that are equal keep the order they were added in.
 *
 * - Text by its code points, so that 2026-12-25 stands where the date does and 12/25/26 where the text does. ISO dates with
 *   a time compare as instants, whatever their offsets.
 * - Numbers by their value; signs such as $, commas and spaces do not count. What is no number comes last, both ways.
 */
export function sortOrder(sorts: readonly ContactSort[], columnNames: readonly string[]): string {
  const terms = sorts.flatMap(({ fieldName, direction, isNumeric }) => {
    const column = `(data ->> ${columnNames.indexOf(fieldName)})`;
    const way = direction === 'DESC' ? 'desc' : 'asc';
    return isNumeric ? [`${numberOf(column)} ${way} nulls last`] : [`${textOf(column)} ${way}`];
  });
  return `order by ${[...terms, 'sequence'].join(', ')}`;
}

function textOf(column: string): string {
  return `case when ${column} glob '${DATE_TIME}'
    then coalesce(strftime('%Y-%m-%dT%H:%M:%f', ${column}), ${column}) else ${column} end`;
}

/** The plain forms first: they are found by one look, and a million cells are many. */
function numberOf(column: string): string {
  return `case when ${column} not glob '*[^0-9.]*' and ${column} glob '*[0-9]*' then cast(${column} as real)
    when substr(${column}, 2) not glob '*[^0-9.]*' and ${column} glob '[-+$]*[0-9]*' then cast(ltrim(${column}, '$') as real)
    else ${signedNumberOf(column)} end`;
}

/** Digits after a sign in front; a hyphen further on is a sign of its own, as in 317-555-0123. */
function signedNumberOf(column: string): string {
  const bare = IGNORED_SIGNS.reduce((sql, sign) => `replace(${sql}, '${sign}', '')`, `trim(${column})`);
  const digits = `(substr(${bare}, 1, 1) || replace(substr(${bare}, 2), '-', ''))`;
  return `case when ltrim(${digits}, '+-') glob '*[^0-9.]*' or ${digits} not glob '*[0-9]*' then null
    else cast(${digits} as real) end`;
}
