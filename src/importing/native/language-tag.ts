/** A language tag as it is usually written: the region in capitals. */
export function languageTag(tag: string): string {
  const [language = '', ...rest] = tag.trim().split(/[-_]/);
  return [
    language.toLowerCase(),
    ...rest.map((part) => (part.length === 2 ? part.toUpperCase() : part)),
  ].join('-');
}
