/** The language of a flow that a tag names, as the flow writes it; undefined when it has none. Upper and lower case do not differ. */
export function languageIn(languages: readonly string[], tag: string): string | undefined {
  const wanted = tag.toLowerCase();
  return languages.find((one) => one.toLowerCase() === wanted);
}

/** Whether words of one language are meant in another: `de` and any `de-…` are one. */
export function isSameLanguage(left: string, right: string): boolean {
  return primary(left) === primary(right);
}

function primary(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}
