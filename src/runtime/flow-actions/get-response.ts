import { Type } from 'typebox';
import { pointerTo } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import { named } from '../environment.ts';
import { type ActionContext, defineFlowAction } from '../flow-action.ts';
import { DIGITAL_FLOWS } from '../flow-types.ts';
import { TargetVariable, ThingName, Value } from '../settings.ts';

/** Reads a canned response into a variable. Architect: Get Response. */
export const getResponse = defineFlowAction({
  type: 'getResponse',
  title: 'Get Response',
  description:
    'Reads a canned response into a variable, with `{{name}}` in it replaced by the substitutions. An e-mail flow gets its HTML, other flows its text.',
  category: 'Message',
  paths: {
    success: 'the response was read',
    failure: 'the environment does not have it',
  },
  events: ['gotResponse', 'failedLookup'],
  differences: [
    'Places are substituted where `substitutions` is given; Architect has a switch for it.',
    'Guess: a substitution that is NOT_SET gives an empty text, and a place without one stays as it is.',
  ],
  settings: Type.Object(
    {
      response: ThingName('response', { description: 'Name of the response.' }),
      substitutions: Type.Optional(
        Type.Record(Type.String(), Value({ type: 'string' }), {
          description: 'Place in the response: value that is put there.',
        }),
      ),
      saveAs: Type.Optional(
        TargetVariable({ type: 'string', description: 'The variable that gets the text.' }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: ['success', 'failure'],
  flowTypes: [...DIGITAL_FLOWS, 'workflow', 'surveyInvite'],
  checkWith({ response, substitutions = {} }, { responses }, report) {
    const { text = '', html = '' } = named(responses, response) ?? {};
    const places = new Set([...`${text} ${html}`.matchAll(PLACE)].map(([, name = '']) => name));
    // A response whose words are not here, such as an imported one, may have any places.
    for (const name of text === '' && html === '' ? [] : Object.keys(substitutions)) {
      if (places.has(name)) continue;
      const message = `the response \`${response}\` has no place \`{{${name}}}\``;
      const hint = didYouMean(name, places, 'remove it');
      report('warning', pointerTo('/substitutions', name), 'UNKNOWN_PLACE', message, hint);
    }
  },
  enter({ response, substitutions = {}, saveAs }, context) {
    const found = named(context.environment.responses, response);
    if (found === undefined) {
      const errorMessage = `There is no response ${response}.`;
      context.emit('failedLookup', { response, errorType: 'ResponseNotFound', errorMessage });
      return { output: 'failure' };
    }
    const values = Object.entries(substitutions).map(([name, value]): [string, string] => [
      name,
      textOf(context.read(value)),
    ]);
    const text = substituted(bodyOf(found, context), new Map(values));
    context.emit('gotResponse', { response, text });
    if (saveAs !== undefined) context.write(saveAs, text);
    return { output: 'success' };
  },
});

/** A place in a response. */
const PLACE = /\{\{\s*([^{}]+?)\s*\}\}/g;

function bodyOf(
  { text, html }: { readonly text?: string; readonly html?: string },
  { flowType }: ActionContext,
): string {
  return (flowType === 'inboundEmail' ? (html ?? text) : (text ?? html)) ?? '';
}

/** Values are put in once, so that what stands in a value is no place of its own. */
function substituted(body: string, values: ReadonlyMap<string, string>): string {
  return body.replaceAll(PLACE, (place, name: string) => values.get(name) ?? place);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
