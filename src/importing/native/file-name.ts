const MAX_FILE_NAME = 80;

/**
 * A name as a file is called: lower case, with hyphens. One that is taken gets `context` before it, or a number behind.
 *
 * @param taken the names given so far; the new one is added.
 */
export function fileName(name: string, otherwise: string, taken: Set<string>, context = ''): string {
  const plain = slug(name) || otherwise;
  const candidates = [plain, ...(slug(context) === '' ? [] : [`${slug(context)}-${plain}`])];
  let found = candidates.find((one) => !taken.has(one));
  for (let count = 2; found === undefined; count++)
    found = taken.has(`${plain}-${count}`) ? undefined : `${plain}-${count}`;
  taken.add(found);
  return found;
}

function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_FILE_NAME)
    .replaceAll(/^-+|-+$/g, '');
}
