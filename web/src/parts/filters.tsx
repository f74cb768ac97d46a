import { replaceQuery } from '../route.ts';
import { Field } from './field.tsx';

/** One thing a list is narrowed by; kept in the address of the page under its name. */
export interface Filter {
  readonly name: string;
  readonly label: string;
  readonly type?: 'search' | 'datetime-local';
  readonly placeholder?: string;
  /** Value → what people read; the empty value is for all. */
  readonly choices?: { readonly [value: string]: string };
}

/** Fields that narrow a list. They stand in the address, so that a search can be kept as a bookmark. */
export function Filters({
  filters,
  query,
}: {
  readonly filters: readonly Filter[];
  readonly query: URLSearchParams;
}) {
  const set = (name: string, value: string) => replaceQuery({ ...Object.fromEntries(query), [name]: value });
  return (
    <search className="filters" aria-label="Filters">
      {filters.map((filter) => (
        <Field key={filter.name} label={filter.label} isWide={filter.type === 'datetime-local'}>
          {(described) => {
            const { name, type = 'search', placeholder, choices } = filter;
            const value = query.get(name) ?? '';
            if (choices === undefined)
              return (
                <input
                  {...described}
                  {...{ type, placeholder, value }}
                  onChange={(event) => set(name, event.target.value)}
                />
              );
            return (
              <select {...described} value={value} onChange={(event) => set(name, event.target.value)}>
                {Object.entries(choices).map(([choice, text]) => (
                  <option key={choice} value={choice}>
                    {text}
                  </option>
                ))}
              </select>
            );
          }}
        </Field>
      ))}
    </search>
  );
}

/** Whether any filter is set. */
export function isFiltered(filters: readonly Filter[], query: URLSearchParams): boolean {
  return filters.some(({ name }) => (query.get(name) ?? '') !== '');
}
