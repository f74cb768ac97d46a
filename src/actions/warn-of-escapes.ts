import type { Diagnostic } from '../authoring/diagnostic.ts';
import type { JsonObject } from '../authoring/json.ts';
import type { DataAction } from './data-action.ts';
import { type MissingEscape, missingEscapes } from './places/missing-escapes.ts';
import { bodyFault } from './render-velocity.ts';
import { inputFor } from './samples/input-for.ts';
import { sampleSecrets } from './samples/sample-secrets.ts';

/**
 * Warns of inputs that an export puts into its body without an escape: with ordinary text in them the request is broken
 * in Genesys Cloud, and not sent here (D7). Of URLs nothing is said: what enters them is mostly an id.
 */
export function warnOfEscapes(dataAction: DataAction, file: string): readonly Diagnostic[] {
  const { request } = dataAction;
  if (request.dialect !== 'velocity' || request.body === undefined) return [];
  const secrets = sampleSecrets(dataAction);
  const refuse = (input: JsonObject) =>
    dataAction.checkInput(input) === undefined
      ? bodyFault(request, { input, settings: {}, ...secrets })
      : undefined;
  const texts = dataAction.inputs.filter(({ type }) => type === 'string').map(({ name }) => name);
  return missingEscapes(refuse, inputFor(dataAction), texts).map((missing) => warningOf(missing, file));
}

function warningOf({ input, raw, escape: missing, characters }: MissingEscape, file: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'ESCAPE_MISSING',
    file,
    pointer: '/config/request/requestTemplate',
    message: `the input \`${input}\` is not escaped: with ${characters.join(', ')} in it the request is not sent`,
    hint: `write $esc.${missing}(${raw})`,
  };
}
