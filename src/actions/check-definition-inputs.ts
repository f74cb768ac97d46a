import type { Report } from '../authoring/diagnostic.ts';
import { isJsonObject, type JsonObject, own, pointerTo } from '../authoring/json.ts';
import { type PathTemplate, pathsOf, type TemplatePath } from '../authoring/path-template.ts';
import { didYouMean, nearest } from '../authoring/suggest.ts';
import { resolvedSchema } from './contract-refs.ts';
import type { DataAction, TreeRequest, VelocityRequest } from './data-action.ts';
import { placeInText } from './place-in-text.ts';
import type { ValueTree } from './value-tree.ts';
import { referencesOf, type TemplateReference } from './velocity/velocity-template.ts';

const REQUEST = '/config/request';
const INPUTS = '/contract/input/inputSchema/properties';
const ROOTS = ['input', 'credentials', 'authResponse'];
/** What Genesys Cloud takes as the name of an input. */
const INPUT_NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Compares what the templates of a request read with the contract's inputs. */
export function checkInputs(dataAction: DataAction, report: Report): void {
  const { request, inputs } = dataAction;
  const names = inputs.map(({ name }) => name);
  const used =
    request.dialect === 'velocity'
      ? checkReferences(request, names, report)
      : treePaths(request).flatMap(({ path: [root, name] }) => (root === 'input' ? [name ?? WHOLE] : []));
  const isWhole = used.includes(WHOLE);
  for (const name of names) {
    const pointer = pointerTo(INPUTS, name);
    if (!isWhole && !used.some((one) => one.toLowerCase() === name.toLowerCase()))
      report(
        'UNUSED_INPUT',
        pointer,
        `The request does not use the input \`${name}\``,
        unusedHint(request, name),
      );
  }
  if (request.dialect === 'velocity') checkShape(dataAction, report);
}

/** Stands for every input, in the list of those that are used. */
const WHOLE = '*';

function unusedHint(request: DataAction['request'], name: string): string {
  const write = request.dialect === 'velocity' ? `\${input.${name}}` : `{{input.${name}}}`;
  return request.body === undefined
    ? `write ${write} into the URL or a header, or remove it; ${request.method} is sent without a body here`
    : `write ${write} into the URL, a header or the body, or remove it`;
}

function treePaths({ url, headers, body }: TreeRequest): readonly TemplatePath[] {
  const templates: readonly (PathTemplate | undefined)[] = [
    url.path,
    url.query,
    ...headers.map(({ value }) => value),
  ];
  return [
    ...templates.flatMap((template) => (template === undefined ? [] : pathsOf(template))),
    ...(body === undefined ? [] : pathsInTree(body)),
  ];
}

/** Every path of a tree. */
export function pathsInTree(tree: ValueTree): readonly TemplatePath[] {
  switch (tree.kind) {
    case 'fixed':
      return [];
    case 'value':
      return [tree.path];
    case 'text':
      return pathsOf(tree.template);
    case 'list':
      return tree.items.flatMap(pathsInTree);
    case 'object':
      return tree.entries.flatMap(([, child]) => pathsInTree(child));
  }
}

/** @returns the inputs that are read. */
function checkReferences(
  request: VelocityRequest,
  names: readonly string[],
  report: Report,
): readonly string[] {
  const places = [
    { pointer: `${REQUEST}/requestUrlTemplate`, template: request.url },
    ...request.headers.map(({ name, value }) => ({
      pointer: pointerTo(`${REQUEST}/headers`, name),
      template: value,
    })),
    ...(request.body === undefined
      ? []
      : [{ pointer: `${REQUEST}/requestTemplate`, template: request.body }]),
  ];
  let told = 0;
  const few: Report = (...fault) => {
    told++;
    report(...fault);
  };
  return places.flatMap(({ pointer, template }) =>
    referencesOf(template).flatMap((reference) =>
      told < MAX_TOLD ? checkReference(reference, pointer, names, few) : namesIn(reference),
    ),
  );
}

/** How many unknown names are told: looking for near ones takes time, and nobody reads more. */
const MAX_TOLD = 50;

function namesIn({ root, path: [name] }: TemplateReference): readonly string[] {
  if (root.toLowerCase() !== 'input') return [];
  return [name === undefined || name.toLowerCase() === 'rawrequest' ? WHOLE : name];
}

function checkReference(
  reference: TemplateReference,
  pointer: string,
  names: readonly string[],
  report: Report,
): readonly string[] {
  if (reference.isAssigned) return [];
  if (reference.root.toLowerCase() !== 'input') {
    checkRoot(reference, pointer, report);
    return [];
  }
  const [name] = reference.path;
  if (name === undefined || name.toLowerCase() === 'rawrequest') return [WHOLE];
  if (names.some((one) => one.toLowerCase() === name.toLowerCase())) return [name];
  const message = `There is no input \`${name}\`: \`${reference.raw}\` ${prints(reference)}`;
  const hint = didYouMean(name, names, 'add it to the input schema');
  report('UNKNOWN_INPUT', pointer, message + placeInText(reference), hint);
  return [];
}

function prints({ isSilent }: TemplateReference): string {
  return isSilent ? 'prints nothing' : 'prints itself';
}

/** `$filter` in a URL of OData is no reference; one in braces, one that is called, or one that is nearly a known name, is meant as one. */
function checkRoot(reference: TemplateReference, pointer: string, report: Report): void {
  const { root, raw } = reference;
  if (ROOTS.some((known) => known.toLowerCase() === root.toLowerCase())) return;
  if (!/[{(]/.test(raw) && nearest(root, ROOTS) === undefined) return;
  const message = `Nothing is called \`${root}\` in a request: \`${raw}\` ${prints(reference)}`;
  report('UNKNOWN_REFERENCE', pointer, message + placeInText(reference), didYouMean(root, ROOTS, ''));
}

/** What Genesys Cloud would refuse in the contract of an export. */
function checkShape({ definition }: DataAction, report: Report): void {
  const root = definition.contract.input.inputSchema;
  for (const [name, schema] of Object.entries(propertiesOf(root))) {
    const pointer = pointerTo(INPUTS, name);
    if (!INPUT_NAME.test(name)) {
      const hint = 'begin with a letter; then letters, digits, - and _ may follow';
      report(
        'INPUT_SHAPE',
        pointer,
        `Genesys Cloud takes no input of the name \`${name.slice(0, 60)}\``,
        hint,
      );
    }
    const type = own(resolvedSchema(root, schema), 'type');
    if (type !== 'object' && type !== 'array') continue;
    const hint = 'take a text that holds JSON, or an input for each part';
    report(
      'INPUT_SHAPE',
      pointer,
      `Inputs are single values in Genesys Cloud, and \`${name}\` is none`,
      hint,
    );
  }
}

function propertiesOf(schema: JsonObject): JsonObject {
  const properties = own(schema, 'properties');
  return isJsonObject(properties) ? properties : {};
}
