/** Values for placeholders, by name. */
export type PlaceholderValues = { readonly [name: string]: string };

/** `{{name}}` as Archy and Terraform's substitutions have it, `${name}` as Terraform's templates. */
const IN_TEXT = /\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}|\$\{\s*([A-Za-z_][\w.-]*)\s*\}/g;
/** `<name>` as people leave it to be filled in; only a whole text or key, since mails hold HTML. */
const WHOLE = /^(["']?)<([A-Za-z][\w -]*)>\1$/;
const HTML_TAGS = new Set(['a', 'b', 'br', 'div', 'hr', 'html', 'i', 'li', 'ol', 'p', 'span', 'table', 'ul']);

/** Placeholders found, and which of them got no value. */
export interface Placeholders {
  /** Fills `{{name}}` and `${name}` before the YAML is read: unquoted they are no text to YAML. */
  fillText(text: string): string;
  /** Fills a text or key that is nothing but `<name>`. */
  fillWhole(text: string): string;
  /** Names without a value, in the order found: their name stands for it. */
  readonly missing: ReadonlySet<string>;
}

/** Fills placeholders with values; one without a value is filled with its own name, so that the flow can be read. */
export function placeholders(values: PlaceholderValues): Placeholders {
  const missing = new Set<string>();
  const valueFor = (name: string): string => {
    if (Object.hasOwn(values, name)) return values[name] ?? '';
    missing.add(name);
    return name;
  };
  return {
    missing,
    fillText: (text) =>
      text.replaceAll(IN_TEXT, (_all, braces: string, dollar: string) => valueFor(braces ?? dollar)),
    fillWhole: (text) => {
      const [, quote = '', name = ''] = WHOLE.exec(text) ?? [];
      if (name === '' || HTML_TAGS.has(name.toLowerCase())) return text;
      return `${quote}${valueFor(name)}${quote}`;
    },
  };
}
