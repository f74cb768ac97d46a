import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';
import { objectAt, textAt } from '../archy/archy-flow.ts';
import { exportValue } from './export-value.ts';

/** Classes of variables whose name is not the type's with `Variable` behind it. */
const CLASSES: { readonly [type: string]: string } = { BoolVariable: 'boolean', Timeslot: 'timeslot' };

/** Variables of an export in Archy's form: `{ stringVariable: { name, initialValue, isInput, isOutput } }`. */
export function exportVariables(
  json: Json | undefined,
  names: ReadonlyMap<string, string>,
): readonly JsonObject[] {
  if (!Array.isArray(json)) return [];
  return json.flatMap((one: Json) => {
    const name = textAt(one, 'name');
    return isJsonObject(one) && name !== undefined && one['isInternal'] !== true
      ? [variable(one, name, names)]
      : [];
  });
}

function variable(json: JsonObject, name: string, names: ReadonlyMap<string, string>): JsonObject {
  const isCollection = json['isCollection'] === true;
  const flags = ['isInput', 'isOutput', 'isSecure'].filter((flag) => json[flag] === true);
  const description = textAt(json, 'description') ?? '';
  const settings = {
    name,
    initialValue: exportValue(json['initialValue'], names),
    ...Object.fromEntries(flags.map((flag) => [flag, true])),
    ...(description === '' ? {} : { description }),
  };
  return { [`${typeOf(json)}${isCollection ? 'Collection' : ''}Variable`]: settings };
}

function typeOf(json: JsonObject): string {
  const className = textAt(json, '__type') ?? 'StringVariable';
  if (className === 'ComplexVariable') return complexType(json);
  const name = own(CLASSES, className) ?? className.replace(/Variable$/, '');
  return `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
}

/** `externalContact` of `{ typeIdentifier: "external_contact" }` or of an object that holds it. */
function complexType(json: JsonObject): string {
  const identifier = json['typeIdentifier'];
  const text =
    typeof identifier === 'string'
      ? identifier
      : (textAt(identifier, 'id') ??
        textAt(identifier, 'type') ??
        textAt(objectAt(json, 'initialValue'), 'type') ??
        'json');
  return text
    .replace(/^cpx_/, '')
    .replace(/_coll$/, '')
    .replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
}
