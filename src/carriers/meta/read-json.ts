type Fields = { readonly [name: string]: unknown };

/** An object of somebody else's JSON; undefined for what is none. */
export function objectOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** The objects of a list; what is none is left out. */
export function listOf(value: unknown): readonly Fields[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly unknown[]).map(objectOf).filter((one) => one !== undefined);
}

/** A text; '' for what is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
