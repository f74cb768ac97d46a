import { Type } from 'typebox';
import type { JsonObject } from '../../authoring/json.ts';
import { type ActionContext, defineFlowAction } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { TargetVariable, Value } from '../settings.ts';
import { failHeaders, NO_HEADERS, SIP_SETTINGS, sipHeaders } from '../sip-headers.ts';

/** Most headers one action reads. Genesys: help page "get SIP headers action". */
const MAX_NAMES = 10;

/** Reads headers of the INVITE that began the call. Architect: Get SIP Headers. */
export const getSIPHeaders = defineFlowAction({
  type: 'getSIPHeaders',
  title: 'Get SIP Headers',
  description: 'Reads up to ten headers of the INVITE that began the call into a JSON variable, by name.',
  category: 'Data',
  paths: { success: 'the call has headers', failure: 'the call has none' },
  events: ['readSipHeaders', 'failedSipHeaders'],
  differences: [
    'The host gives the headers when the call begins.',
    'Guess: a header that the INVITE does not have is left out.',
  ],
  settings: Type.Object(
    {
      names: Type.Array(Value({ type: 'string' }), {
        minItems: 1,
        maxItems: MAX_NAMES,
        description: 'Names of headers; upper and lower case do not differ.',
      }),
      saveAs: TargetVariable({ type: 'json', description: 'The variable that gets them: name and value.' }),
      ...SIP_SETTINGS,
    },
    { additionalProperties: false },
  ),
  outputs: ['success', 'failure'],
  flowTypes: CALL_FLOWS,
  enter({ names, saveAs, failureOutputs }, context) {
    const all = sipHeaders(context);
    if (all === undefined) return failHeaders(NO_HEADERS, failureOutputs, context);
    const wanted = names.map((name) => String(context.read(name) ?? ''));
    const headers = picked(all, wanted);
    context.write(saveAs, headers);
    context.emit('readSipHeaders', { headers: Object.keys(headers) });
    return { output: 'success' };
  },
});

function picked(
  all: NonNullable<ActionContext['call']['sipHeaders']>,
  wanted: readonly string[],
): JsonObject {
  const pairs = wanted.flatMap((name): [string, string][] => {
    const found = Object.entries(all).find(([one]) => one.toLowerCase() === name.toLowerCase());
    return found === undefined ? [] : [[name, found[1]]];
  });
  return Object.fromEntries(pairs);
}
