import { Type } from 'typebox';
import { type Json, type JsonObject, pointerTo } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import type { Stimulus } from '../conversation.ts';
import {
  type Bindings,
  completed,
  DEFAULT_TIMEOUT_SECONDS,
  failed,
  MAX_TIMEOUT_SECONDS,
  MIN_TIMEOUT_SECONDS,
  shownValues,
  simulate,
  simulated,
  tellProcessing,
  timedOut,
  timeoutMs,
  took,
} from '../data-action-answer.ts';
import { named } from '../environment.ts';
import { convert, jsonNumber } from '../expression/conversion.ts';
import type { Expression } from '../expression/expression.ts';
import {
  type ActionContext,
  type CheckTools,
  type DataActionContract,
  defineFlowAction,
} from '../flow-action.ts';
import { DataActionName, SecondsValue, TargetVariable, ThingName, Value } from '../settings.ts';
import { fits, type ValueType } from '../value-type.ts';
import type { Target } from '../variables.ts';

/** What a failed data action tells, by Architect's fixed names. */
export const FAILURE_OUTPUTS: { readonly [name: string]: ValueType } = {
  errorCode: 'string',
  status: 'integer',
  correlationId: 'string',
  entityId: 'string',
  entityName: 'string',
  userMessage: 'string',
  userParamsMessage: 'string',
  'userParams.key': 'stringCollection',
  'userParams.value': 'stringCollection',
  'details.errorCode': 'stringCollection',
  'details.fieldName': 'stringCollection',
  'details.entityId': 'stringCollection',
  'details.entityName': 'stringCollection',
};

/** Runs a data action and waits for its answer. `timeout` is this step's own clock. Architect: Call Data Action. */
export const callData = defineFlowAction({
  type: 'callData',
  title: 'Call Data Action',
  description:
    "Runs a data action. A status outside 2xx, a broken contract or no connection leave by failure; the step's own wait running out leaves by timeout.",
  category: 'Data',
  paths: {
    success: 'the answer came and kept the contract',
    failure: 'the answer was an error, broke the contract, or did not come for sure',
    timeout: "this step's own wait ran out",
  },
  events: ['requestedDataAction', 'completedDataAction', 'failedDataAction', 'timedOutDataAction'],
  differences: [
    'Failure outputs can be bound in call flows, too, so that a flow can tell a 422 from a 500. Genesys does not let a call flow bind them.',
    'When nobody can tell whether the request was carried out, it is repeated where that is safe, or leaves by `failure` with the code `outcome.unknown`. In Genesys that is a time-out, and the flow cannot tell.',
    'Guess: an input that is NOT_SET is left out of the request.',
    'The processing prompt is told once the answer is there; keys do not cut it short.',
    'A data action that the environment answers is not sent; the transcript says `simulated`.',
    'Of a secure data action the transcript shows names and the mask `••••`; so it does for variables that hold its outputs, and for what is made of them by Update Data or handed to another data action. What the flow says aloud or writes elsewhere is shown.',
  ],
  settings: Type.Object(
    {
      dataAction: DataActionName({ description: 'File name of the data action, without .data-action.json.' }),
      inputs: Type.Optional(
        Type.Record(Type.String(), Value(), {
          description: 'Input name: value. An input that is NOT_SET is left out of the request.',
        }),
      ),
      successOutputs: Type.Optional(
        Type.Record(Type.String(), TargetVariable(), {
          description: 'Output name: variable that gets it on success.',
        }),
      ),
      failureOutputs: Type.Optional(
        Type.Record(Type.String(), TargetVariable(), {
          description: 'errorCode, status, userMessage, …: variable that gets it on failure.',
        }),
      ),
      timeoutSeconds: Type.Optional(
        SecondsValue({
          minimum: MIN_TIMEOUT_SECONDS,
          maximum: MAX_TIMEOUT_SECONDS,
          default: DEFAULT_TIMEOUT_SECONDS,
          description: 'How long this step waits.',
        }),
      ),
      processingPrompt: Type.Optional(
        ThingName('prompt', {
          description:
            "A prompt that a caller hears once when the answer takes longer than a second; the flow's own when absent.",
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: ['success', 'failure', 'timeout'],
  flushes: true,
  dangerousUnwired: ['failure', 'timeout'],
  check(settings, tools) {
    const contract = tools.dataAction(settings.dataAction);
    if (contract !== undefined) checkInputs(settings.inputs ?? {}, contract, tools);
    if (contract !== undefined)
      checkTargets('successOutputs', settings.successOutputs ?? {}, contract.outputs, tools);
    checkTargets('failureOutputs', settings.failureOutputs ?? {}, FAILURE_OUTPUTS, tools);
  },
  complete(settings, tools) {
    const contract = tools.dataAction(settings.dataAction);
    if (contract === undefined) return settings;
    const { inputs } = settings;
    const secure: Pick<Bindings, 'isSecure'> = contract.isSecure === true ? { isSecure: true } : {};
    return { ...settings, ...secure, ...(inputs !== undefined && { inputs: converted(inputs, contract) }) };
  },
  enter(settings, context) {
    const { dataAction, inputs = {} } = settings;
    const values = readInputs(inputs, context);
    const answer = named(context.environment.dataActions, dataAction);
    if (answer !== undefined) return simulate(settings, answer, values, context);
    context.emit('requestedDataAction', {
      dataAction,
      inputs: shownValues(settings, values, context),
      idempotencyKey: context.idempotencyKey,
    });
    const dueAt = context.now + timeoutMs(settings, context);
    return {
      wait: { for: 'dataAction', dataAction, inputs: values, idempotencyKey: context.idempotencyKey, dueAt },
    };
  },
  resume(settings, stimulus, wait, context) {
    const answer =
      wait.for === 'time' ? named(context.environment.dataActions, settings.dataAction) : undefined;
    if (wait.for === 'time' && answer === undefined) return { wait };
    if (answer !== undefined)
      return stimulus.type === 'timeElapsed' ? simulated(settings, answer, context) : { wait };
    if (ANSWERS.has(stimulus.type)) tellProcessing(settings, took(settings, wait, context), context);
    switch (stimulus.type) {
      case 'completedDataAction':
        return completed(settings, stimulus.outputs, context);
      case 'failedDataAction':
        return failed(settings, stimulus.failure, context);
      case 'timeElapsed':
        return timedOut(settings, context);
      default:
        return { wait };
    }
  },
});

/** What ends the wait for a data action. */
const ANSWERS: ReadonlySet<Stimulus['type']> = new Set<Stimulus['type']>([
  'completedDataAction',
  'failedDataAction',
  'timeElapsed',
]);

/** NOT_SET inputs are left out, as Architect leaves out inputs without a value. */
function readInputs(inputs: { readonly [name: string]: Expression }, context: ActionContext): JsonObject {
  const values: Record<string, Json> = {};
  for (const [name, expression] of Object.entries(inputs)) {
    const value = context.read(expression);
    if (value !== undefined) values[name] = isDecimal(expression) ? (jsonNumber(value) ?? null) : value;
  }
  return values;
}

/** Numbers leave the flow as JSON numbers, however many digits a decimal has. */
function isDecimal({ type }: Expression): boolean {
  return type === 'decimal' || type === 'decimalCollection';
}

function checkInputs(
  inputs: { readonly [name: string]: Expression },
  contract: DataActionContract,
  tools: CheckTools,
): void {
  for (const [name, { required }] of Object.entries(contract.inputs)) {
    if (!required || Object.hasOwn(inputs, name)) continue;
    tools.report(
      'error',
      '/inputs',
      'MISSING_INPUT',
      `the data action needs the input \`${name}\``,
      `add "${name}" to "inputs"`,
    );
  }
  for (const [name, expression] of Object.entries(inputs)) {
    const declared = Object.hasOwn(contract.inputs, name) ? contract.inputs[name] : undefined;
    if (declared === undefined) {
      tools.report(
        'error',
        pointerTo('', 'inputs', name),
        'UNKNOWN_INPUT',
        `the data action has no input \`${name}\``,
        didYouMean(name, Object.keys(contract.inputs), 'remove it'),
      );
    } else if (!fits(expression.type, declared.type)) {
      tools.report(
        'error',
        pointerTo('', 'inputs', name),
        'WRONG_TYPE',
        `\`${name}\` gets a value of type ${expression.type}, the contract says ${declared.type}`,
        `give a value of type ${declared.type}`,
      );
    }
  }
}

/** Inputs as the contract wants them: Architect converts a value where it is handed over. */
function converted(
  inputs: { readonly [name: string]: Expression },
  contract: DataActionContract,
): { readonly [name: string]: Expression } {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, expression]) => {
      const type = Object.hasOwn(contract.inputs, name) ? (contract.inputs[name]?.type ?? 'any') : 'any';
      return [name, toType(expression, type)];
    }),
  );
}

function toType(expression: Expression, type: ValueType): Expression {
  if (type === 'any' || type === 'json' || expression.type === type) return expression;
  return { ...expression, type, evaluate: (reader) => convert(expression.evaluate(reader), type) };
}

function checkTargets(
  setting: string,
  targets: { readonly [name: string]: Target },
  known: { readonly [name: string]: ValueType },
  tools: CheckTools,
): void {
  for (const [name, target] of Object.entries(targets)) {
    const type = Object.hasOwn(known, name) ? known[name] : undefined;
    if (type === undefined) {
      tools.report(
        'error',
        pointerTo('', setting, name),
        'UNKNOWN_OUTPUT',
        `the data action has no output \`${name}\``,
        didYouMean(name, Object.keys(known), 'remove it'),
      );
    } else if (!fits(type, target.type)) {
      tools.report(
        'error',
        pointerTo('', setting, name),
        'WRONG_TYPE',
        `\`${name}\` is of type ${type}, \`${target.name}\` of type ${target.type}`,
        `save it to a variable of type ${type}`,
      );
    }
  }
}
