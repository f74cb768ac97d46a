import type { Json, JsonObject } from '../../authoring/json.ts';
import { isJsonObject, own } from '../../authoring/json.ts';
import type { DataAction } from '../data-action.ts';
import { referencesOf, type TemplateReference } from '../velocity/velocity-template.ts';
import { sampleText } from './sample-text.ts';

/** Made-up values for what the templates of an export read from an integration. */
export interface SampleSecrets {
  readonly credentials: { readonly [name: string]: string };
  readonly authResponse: JsonObject;
}

/** Made-up credentials, and a made-up answer to an authentication, with everything that an export reads of them. */
export function sampleSecrets({ request }: DataAction): SampleSecrets {
  if (request.dialect === 'handlebars') return { credentials: {}, authResponse: {} };
  const templates = [request.url, ...request.headers.map(({ value }) => value), request.body];
  const references = templates.flatMap((template) => (template === undefined ? [] : referencesOf(template)));
  const credentials = namesBelow('credentials', references).map(([name = '']) => {
    const isOrigin = request.url.references[0]?.path[0] === name && request.urlKind === 'absolute';
    return [name, isOrigin ? originFor(request.url.body[0]) : sampleText(name)] as const;
  });
  const authResponse = namesBelow('authResponse', references).reduce<JsonObject>(withPath, {});
  return { credentials: Object.fromEntries(credentials), authResponse };
}

function namesBelow(root: string, references: readonly TemplateReference[]): readonly (readonly string[])[] {
  return references.filter((one) => one.root.toLowerCase() === root.toLowerCase()).map(({ path }) => path);
}

/** A whole address where the URL begins with it, else the name of a host. */
function originFor(first: { readonly kind: string } | undefined): string {
  return first?.kind === 'reference' ? 'https://api.example.com' : 'example';
}

function withPath(object: JsonObject, [name, ...rest]: readonly string[]): JsonObject {
  if (name === undefined) return object;
  const below = own(object, name);
  const value: Json = rest.length === 0 ? sampleText(name) : withPath(isJsonObject(below) ? below : {}, rest);
  return { ...object, [name]: value };
}
