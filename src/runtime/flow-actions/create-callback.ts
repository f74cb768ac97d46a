import { type Static, Type } from 'typebox';
import type { Json, JsonObject } from '../../authoring/json.ts';
import { type ActionContext, defineFlowAction } from '../flow-action.ts';
import { ObjectValue, ThingName, Value } from '../settings.ts';
import { namedObject } from '../transfer/named-object.ts';
import { present, textIn } from '../transfer/transfer.ts';

const Settings = Type.Object(
  {
    callbackNumber: Value({ type: 'phoneNumber', description: 'The number to call back.' }),
    calleeName: Type.Optional(Value({ type: 'string', description: 'The name of who is called back.' })),
    queue: Type.Optional(
      ObjectValue('queue', {
        description: 'The queue whose agents call back; in an in-queue flow the current one when absent.',
      }),
    ),
    script: Type.Optional(ThingName('script', { description: 'The script the agent gets.' })),
    inputs: Type.Optional(
      Type.Record(Type.String(), Value(), { description: 'Input of the script: value.' }),
    ),
  },
  { additionalProperties: false },
);
type Settings = Static<typeof Settings>;

/** Asks for a callback and goes on. Architect: Create Callback (facts/ACTIONS 2.2). */
export const createCallback = defineFlowAction({
  type: 'createCallback',
  title: 'Create Callback',
  description:
    'Asks a queue to call somebody back, and goes on. Say goodbye and disconnect behind it: the caller stays on the line.',
  category: 'Transfer',
  events: ['createdCallback'],
  differences: [
    'The callback is told in the transcript; nobody calls back here. A data action can create one on the platform.',
    'Guess: it never fails, and the caller stays on the line and in the queue.',
    'Guess: a number or queue that is NOT_SET is an error of the flow.',
  ],
  settings: Settings,
  outputs: [],
  flowTypes: ['inboundCall', 'outboundCall', 'inqueueCall'],
  enter(settings, context) {
    const callbackNumber = textIn(settings.callbackNumber, context);
    if (callbackNumber === undefined) return notSet('number');
    const queue = queueOf(settings, context);
    if (queue === undefined) return notSet('queue');
    context.emit('createdCallback', {
      queue,
      callbackNumber,
      ...present({
        calleeName: textIn(settings.calleeName, context),
        script: settings.script,
        inputs: settings.inputs === undefined ? undefined : inputsOf(settings.inputs, context),
      }),
    });
    return { next: true };
  },
});

function queueOf(settings: Settings, context: ActionContext): string | undefined {
  if (settings.queue !== undefined) return namedObject(settings.queue, 'queue', context)?.name;
  const current = context.queuePlace?.queue['name'];
  return typeof current === 'string' ? current : undefined;
}

function inputsOf(inputs: NonNullable<Settings['inputs']>, context: ActionContext): JsonObject {
  const values = Object.entries(inputs).map(([name, value]): [string, Json] => [
    name,
    context.read(value) ?? null,
  ]);
  return Object.fromEntries(values);
}

function notSet(what: string) {
  return {
    error: { errorType: 'NotSet', errorMessage: `the ${what} of the callback is NOT_SET` },
  } as const;
}
