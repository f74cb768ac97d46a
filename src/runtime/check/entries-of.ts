/** The entries of a compiled object of settings; none where its author wrote something else, which is a fault already. */
export function entriesOf<T>(settings: { readonly [name: string]: T } | undefined): readonly [string, T][] {
  return typeof settings === 'object' && settings !== null && !Array.isArray(settings)
    ? Object.entries(settings)
    : [];
}
