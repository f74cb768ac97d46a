import { Type } from 'typebox';
import type { JsonObject } from '../../authoring/json.ts';
import type { Participant } from '../interactions/interaction.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';

/** A name of participant data. [a guess: Genesys publishes no limit] */
const MAX_NAME = 256;
/** All names and values of one participant together, in characters. [a guess, as above] */
export const MAX_ATTRIBUTES_LENGTH = 60_000;
const MAX_TEXT = 10_000;
const MAX_TAGS = 100;

const WrapupBody = Type.Object({
  code: Type.Optional(Type.String({ maxLength: 200 })),
  name: Type.Optional(Type.String({ maxLength: 200 })),
  notes: Type.Optional(Type.String({ maxLength: MAX_TEXT })),
  tags: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: MAX_TAGS })),
  durationSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
});

/** Genesys' `MediaParticipantRequest`. What is of calls only is checked and changes nothing. */
const ParticipantBody = Type.Object({
  state: Type.Optional(Type.Enum(['connected', 'disconnected'])),
  wrapup: Type.Optional(WrapupBody),
  wrapupSkipped: Type.Optional(Type.Boolean()),
  held: Type.Optional(Type.Boolean()),
  muted: Type.Optional(Type.Boolean()),
  confined: Type.Optional(Type.Boolean()),
  recording: Type.Optional(Type.Boolean()),
  resumeTime: Type.Optional(Type.String({ maxLength: 100 })),
});

const checkParticipant = requestCheck(ParticipantBody);

/** What is to change of a participant. */
export interface ParticipantChange {
  readonly state?: 'connected' | 'disconnected';
  readonly isHeld?: boolean;
  readonly wrapup?: JsonObject;
}

/** Reads the body of `PATCH …/participants/{id}`. */
export function readParticipantChange(body: unknown): Outcome<ParticipantChange> {
  const checked = checkParticipant(body);
  if (!checked.ok) return checked;
  const { state, held, wrapup } = checked.value;
  if (wrapup !== undefined && (wrapup.code ?? '').trim() === '')
    return refuse('conversation.error.wrapup.code.required', 'wrapup.code is required and cannot be empty.', {
      field: 'wrapup.code',
    });
  return done({
    ...(state !== undefined && { state }),
    ...(held !== undefined && { isHeld: held }),
    ...(wrapup !== undefined && { wrapup: wrapupOf(wrapup) }),
  });
}

/** Only the fields that are known: a body may hold others. */
function wrapupOf(given: { readonly [name: string]: unknown }): JsonObject {
  const known = Object.keys(WrapupBody.properties).filter((name) => given[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, given[name]])) as JsonObject;
}

/** Reads the body of `PATCH …/attributes`: names and values that are added or replaced. */
export function readAttributes(body: unknown): Outcome<Participant['attributes']> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return refuse('bad.request', 'The body must be a JSON object.');
  const { attributes } = body as { readonly attributes?: unknown };
  if (attributes === null) return refuseNull('attributes');
  if (typeof attributes !== 'object' || Array.isArray(attributes))
    return refuse('constraint.validation', 'attributes must be an object of names and texts.', {
      field: 'attributes',
    });
  return readPairs(attributes);
}

function readPairs(attributes: object): Outcome<Participant['attributes']> {
  for (const [name, value] of Object.entries(attributes)) {
    // A name that is none is not repeated: it may be as long as the body.
    const isName = name.trim() !== '' && name.length <= MAX_NAME;
    const field = isName ? `attributes.${name}` : 'attributes';
    if (!isName)
      return refuse('constraint.validation', `attributes must have names of 1 to ${MAX_NAME} characters.`, {
        field,
      });
    if (value === null) return refuseNull(field);
    if (typeof value !== 'string')
      return refuse('constraint.validation', `${field} must be a string.`, { field });
  }
  return done(attributes as Participant['attributes']);
}

function refuseNull(field: string): Outcome<never> {
  return refuse(
    'conversation.error.participant.attribute.null',
    `${field} cannot be null; an empty text is the way to clear an attribute.`,
    { field },
  );
}

/** Participant data after a change, or a refusal when it becomes too much. */
export function withAttributes(
  { attributes }: Pick<Participant, 'attributes'>,
  change: Participant['attributes'],
): Outcome<Participant['attributes']> {
  const changed = { ...attributes, ...change };
  const length = Object.entries(changed).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (length <= MAX_ATTRIBUTES_LENGTH) return done(changed);
  return refuse(
    'attendant.participant.data.too.large',
    `attributes would make more than ${MAX_ATTRIBUTES_LENGTH} characters of participant data.`,
    { field: 'attributes' },
  );
}
