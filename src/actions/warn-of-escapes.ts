import type { Diagnostic } from '../authoring/diagnostic.ts';
import type { JsonObject } from '../authoring/json.ts';
import type { DataAction } from './data-action.ts';
import { type MissingEscape, missingEscapes } from './places/missing-escapes.ts';
import { escaped } from './places/place-fault.ts';
import { bodyFault } from './render-velocity.ts';
import { inputFor } from './samples/input-for.ts';
import { sampleSecrets } from './samples/sample-secrets.ts';

/**
 * Warns of inputs that an export puts into its body without an escape: with ordinary text in them the request is broken
 * in Genesys Cloud, and not sent here (D7). One warning for each escape that is missing. Of URLs and of ids nothing is
 * said: an id holds no quotation mark.
 */
export function warnOfEscapes(dataAction: DataAction, file: string): readonly Diagnostic[] {
  const { request } = dataAction;
  if (request.dialect !== 'velocity' || request.body === undefined) return [];
  const secrets = sampleSecrets(dataAction);
  const refuse = (input: JsonObject) =>
    dataAction.checkInput(input) === undefined
      ? bodyFault(request, { input, settings: {}, ...secrets })
      : undefined;
  const texts = dataAction.inputs.filter(({ type, name }) => type === 'string' && !isId(name));
  const found = missingEscapes(
    refuse,
    inputFor(dataAction),
    texts.map(({ name }) => name),
  );
  const firsts = found.filter(
    ({ escape: missing }, index) => found.findIndex((one) => one.escape === missing) === index,
  );
  return firsts.map((first) =>
    warningOf(
      first,
      found.filter((one) => one.escape === first.escape),
      file,
    ),
  );
}

/** `conversationId`, `queue_ids`, `ID`. */
function isId(name: string): boolean {
  return /(?:^|[a-z0-9_-])(?:Ids?|IDs?)$|(?:^|[_-])ids?$/.test(name);
}

function warningOf(first: MissingEscape, missing: readonly MissingEscape[], file: string): Diagnostic {
  const inputs = [...new Set(missing.map(({ input }) => input))];
  const characters = [...new Set(missing.flatMap((one) => one.characters))];
  const likewise = inputs.length > 1 ? ', and the others likewise' : '';
  return {
    severity: 'warning',
    code: 'ESCAPE_MISSING',
    file,
    pointer: '/config/request/requestTemplate',
    message: `${named(inputs)} not escaped: with ${alternatives(characters)} in ${inputs.length > 1 ? 'one of them' : 'it'} the request is not sent`,
    hint: `write ${escaped(first.escape, first.raw)}${likewise}`,
  };
}

/** How many inputs are named; the author finds the others on the way. */
const MAX_NAMED = 5;

function named(inputs: readonly string[]): string {
  const shown = inputs.slice(0, MAX_NAMED).map((input) => `\`${input}\``);
  const more = inputs.length - shown.length;
  if (more > 0) return `the inputs ${shown.join(', ')} and ${more} more are`;
  if (shown.length === 1) return `the input ${shown[0]} is`;
  return `the inputs ${shown.slice(0, -1).join(', ')} and ${shown.at(-1)} are`;
}

function alternatives(characters: readonly string[]): string {
  return characters.length === 1
    ? (characters[0] ?? '')
    : `${characters.slice(0, -1).join(', ')} or ${characters.at(-1)}`;
}
