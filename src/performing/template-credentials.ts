import type { DataAction } from '../actions/data-action.ts';
import { referencesOf } from '../actions/velocity/velocity-template.ts';

/** What the templates of an export read as `credentials.x`. */
export function templateCredentials({ request }: DataAction): readonly string[] {
  if (request.dialect !== 'velocity') return [];
  const templates = [request.url, request.body, ...request.headers.map(({ value }) => value)];
  const references = templates.flatMap((one) => (one === undefined ? [] : referencesOf(one)));
  return references.flatMap(({ root, path: [name] }) =>
    root.toLowerCase() === 'credentials' && name !== undefined ? [name] : [],
  );
}
