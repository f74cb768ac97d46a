import type { Report } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../authoring/json.ts';
import { didYouMean, nearest } from '../authoring/suggest.ts';
import { pathsInTree } from './check-definition-inputs.ts';
import { resolvedSchema } from './contract-refs.ts';
import type { DataAction, ResponsePlan, VelocityResponse } from './data-action.ts';
import { placeInText } from './place-in-text.ts';
import { RAW_RESULT, shapeOfOutput } from './samples/values-in-template.ts';
import { referencesOf } from './velocity/velocity-template.ts';

const RESPONSE = '/config/response';
const TEMPLATE = `${RESPONSE}/successTemplate`;
const OUTPUTS = '/contract/output/successSchema';

/** Compares what a success template gives with the names it can read and with the contract's outputs. */
export function checkOutputs(dataAction: DataAction, report: Report): void {
  const { response } = dataAction;
  if (response.dialect === 'velocity') checkNames(response, report);
  checkUnused(response, report);
  const shape = shapeOfOutput(response);
  const root = dataAction.definition.contract.output.successSchema;
  if (shape !== undefined) compareObjects(shape, root, OUTPUTS, { root, dataAction, report });
}

function checkNames({ map, template }: VelocityResponse, report: Report): void {
  const names = map.map(({ name }) => name);
  const known = [...names, RAW_RESULT].map((name) => name.toLowerCase());
  for (const reference of referencesOf(template)) {
    const { root, raw, isAssigned, isSilent } = reference;
    if (isAssigned || known.includes(root.toLowerCase())) continue;
    const prints = isSilent ? 'prints nothing' : 'prints itself';
    const message = `translationMap has no \`${root}\`: \`${raw}\` ${prints}`;
    const hint = didYouMean(root, names, 'add it to translationMap');
    report('UNKNOWN_TRANSLATION', TEMPLATE, message + placeInText(reference), hint);
  }
}

function checkUnused(response: ResponsePlan, report: Report): void {
  const used = usedNames(response)?.map((name) => name.toLowerCase());
  if (used === undefined) return;
  for (const { name } of response.map.filter((one) => !used.includes(one.name.toLowerCase()))) {
    const pointer = pointerTo(`${RESPONSE}/translationMap`, name);
    const write = response.dialect === 'velocity' ? `\${${name}}` : `{{${name}}}`;
    report(
      'UNUSED_TRANSLATION',
      pointer,
      `The success template does not use \`${name}\``,
      `write ${write} there, or remove it`,
    );
  }
}

/** Undefined where all are used: a native definition without a template. */
function usedNames(response: ResponsePlan): readonly string[] | undefined {
  if (response.dialect === 'velocity') return referencesOf(response.template).map(({ root }) => root);
  return response.template === undefined ? undefined : pathsInTree(response.template).map(({ raw }) => raw);
}

interface Comparing {
  readonly root: JsonObject;
  readonly dataAction: DataAction;
  readonly report: Report;
}

/** Where both are objects: what the one has and the other has not. */
function compareObjects(shape: Json, json: Json | undefined, pointer: string, comparing: Comparing): void {
  const schema = resolvedSchema(comparing.root, json);
  const properties = own(schema, 'properties');
  if (!isJsonObject(shape) || !isJsonObject(properties)) return;
  for (const name of Object.keys(properties).filter((one) => !Object.hasOwn(shape, one)))
    unproduced(name, schema, pointer, Object.keys(shape), comparing);
  for (const name of Object.keys(shape).filter((one) => !Object.hasOwn(properties, one)))
    undeclared(name, schema, pointer, Object.keys(properties), comparing);
  for (const [name, child] of Object.entries(shape))
    compareObjects(child, own(properties, name), pointerTo(pointer, 'properties', name), comparing);
}

/** In a native definition a required output that never comes is an error: every answer would break the contract. */
function unproduced(
  name: string,
  schema: JsonObject,
  pointer: string,
  produced: readonly string[],
  { dataAction, report }: Comparing,
): void {
  if (mayProduce(dataAction.response, name)) return;
  const required = own(schema, 'required');
  const isRequired = Array.isArray(required) && required.includes(name);
  const severity = isRequired && dataAction.response.dialect === 'handlebars' ? 'error' : 'warning';
  const what = isRequired ? 'the required output' : 'the output';
  const message = `The success template never gives ${what} \`${name}\``;
  const near = nearest(name, produced);
  const hint =
    near === undefined
      ? 'add it to the success template, or remove it from the contract'
      : `did you mean \`${near}\` there?`;
  report('OUTPUT_NEVER', pointerTo(pointer, 'properties', name), message, hint, severity);
}

/** Marks take one way through a condition; another may give the name. */
function mayProduce(response: ResponsePlan, name: string): boolean {
  return response.dialect === 'velocity' && writesName(response.template.body, name);
}

type Body = VelocityResponse['template']['body'];

function writesName(body: Body, name: string): boolean {
  return body.some((part) => {
    if (part.kind === 'text') return part.text.includes(JSON.stringify(name));
    if (part.kind === 'if') return part.branches.some((branch) => writesName(branch.body, name));
    return part.kind === 'foreach' && writesName(part.body, name);
  });
}

function undeclared(
  name: string,
  schema: JsonObject,
  pointer: string,
  known: readonly string[],
  { report }: Comparing,
): void {
  const isRefused = own(schema, 'additionalProperties') === false;
  const effect = isRefused ? 'no answer will fit it' : 'no flow can read it';
  const message = `The success template gives \`${name}\`, which the contract does not have: ${effect}`;
  report(
    'OUTPUT_UNDECLARED',
    TEMPLATE,
    message,
    nearest(name, known) === undefined ? `add it to ${pointer}/properties` : didYouMean(name, known, ''),
  );
}
