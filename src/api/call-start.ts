import { type Static, Type } from 'typebox';
import type { JsonObject } from '../authoring/json.ts';
import type { CallStart, FlowLibrary, RunnableFlow } from '../engine/engine-options.ts';
import { AttendantError } from '../errors.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { requestCheck } from '../platform/request-check.ts';
import type { CallDetails } from '../runtime/conversation.ts';
import { findFlow } from './flow-id.ts';
import { readFlowInputs } from './flow-inputs.ts';
import { LINE_PATTERN } from './line-pattern.ts';

const MAX_NAME = 200;
/** Country code and number, with or without its +. */
const NUMBER = /^\+?([1-9]\d{6,14})$/;

const CallStartBody = Type.Object(
  {
    flow: Type.String({ minLength: 1, maxLength: MAX_NAME }),
    from: Type.Optional(Type.String()),
    to: Type.Optional(Type.String()),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_NAME, pattern: LINE_PATTERN })),
    language: Type.Optional(Type.String({ minLength: 1 })),
    inputs: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { additionalProperties: false },
);
type CallStartBody = Static<typeof CallStartBody>;

const checkBody = requestCheck(CallStartBody);

/**
 * How a call begins, from the body of `POST /attendant/calls`.
 *
 * @throws AttendantError `FLOW_UNKNOWN`.
 */
export function readCallStart(flows: FlowLibrary, body: unknown): Outcome<CallStart> {
  const checked = checkBody(body);
  if (!checked.ok) return checked;
  const flow = findFlow(flows, checked.value.flow);
  if (flow === undefined) {
    const known = flows.names().join(', ') || 'none';
    throw new AttendantError('FLOW_UNKNOWN', `flow names no flow that is loaded; known: ${known}`);
  }
  return startOf(flow, checked.value);
}

function startOf({ program }: RunnableFlow, body: CallStartBody): Outcome<CallStart> {
  const call = readDetails(body);
  if (!call.ok) return call;
  const language = readLanguage(program.languages, body.language);
  if (!language.ok) return language;
  const inputs = readFlowInputs(program.variables, (body.inputs ?? {}) as JsonObject, 'inputs');
  if (!inputs.ok) return inputs;
  return done({
    flow: program.name,
    call: call.value,
    inputs: inputs.value,
    ...(language.value === undefined ? {} : { language: language.value }),
  });
}

function readDetails({ from, to, name }: CallStartBody): Outcome<CallDetails> {
  const ani = readNumber(from, 'from');
  if (!ani.ok) return ani;
  const calledAddress = readNumber(to, 'to');
  if (!calledAddress.ok) return calledAddress;
  return done({
    ...(ani.value === undefined ? {} : { ani: ani.value }),
    ...(calledAddress.value === undefined ? {} : { calledAddress: calledAddress.value }),
    ...(name === undefined ? {} : { remoteName: name }),
  });
}

/** A number as Architect gives it to flows, `tel:+13175550123`. The number itself is not repeated in a refusal. */
function readNumber(text: string | undefined, field: string): Outcome<string | undefined> {
  if (text === undefined) return done(undefined);
  const digits = NUMBER.exec(text)?.[1];
  if (digits !== undefined) return done(`tel:+${digits}`);
  return refuse(
    'constraint.validation',
    `${field} must be a phone number: country code and number, 7 to 15 digits, with or without +.`,
    { field },
  );
}

/** One of the flow's languages, as the flow writes it. */
function readLanguage(known: readonly string[], text: string | undefined): Outcome<string | undefined> {
  if (text === undefined) return done(undefined);
  const found = known.find((one) => one.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return done(found);
  return refuse('constraint.validation', `language must be one the flow has: ${known.join(', ')}.`, {
    field: 'language',
  });
}
