import { type Static, Type } from 'typebox';
import type { JsonObject } from '../../authoring/json.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import type { ActionConfig, ActionContent } from './action-record.ts';

/** Longest name and category in Genesys Cloud. */
const MAX_NAME_LENGTH = 256;
/** Longest id that a path takes. */
const MAX_ID_LENGTH = 200;
/** One line with something in it. Patterns are read with the `u` flag. */
const LINE = '^[^\\p{Cc}\\p{Cs}]*[^\\s\\p{Cc}\\p{Cs}][^\\p{Cc}\\p{Cs}]*$';

const Name = Type.String({ minLength: 1, maxLength: MAX_NAME_LENGTH, pattern: LINE });
const Texts = Type.Record(Type.String(), Type.String());
const Schema = Type.Record(Type.String(), Type.Unknown());

const Config = Type.Object({
  timeoutSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
  request: Type.Optional(
    Type.Object({
      requestUrlTemplate: Type.Optional(Type.String()),
      requestType: Type.Optional(Type.String()),
      headers: Type.Optional(Texts),
      requestTemplate: Type.Optional(Type.String()),
    }),
  ),
  response: Type.Optional(
    Type.Object({
      translationMap: Type.Optional(Texts),
      translationMapDefaults: Type.Optional(Texts),
      successTemplate: Type.Optional(Type.String()),
    }),
  ),
});

const Contract = Type.Object({
  input: Type.Object({ inputSchema: Schema }),
  output: Type.Object({ successSchema: Schema }),
});

const identity = {
  name: Name,
  category: Name,
  integrationId: Type.String({ minLength: 1, maxLength: MAX_ID_LENGTH, pattern: LINE }),
  secure: Type.Optional(Type.Boolean()),
};
/** The version that the caller saw; it must still be the newest. */
const version = Type.Integer({ minimum: 1 });

/** Genesys' `PostActionInput`. Fields it does not have are ignored, as in the cloud. */
const PostAction = Type.Object({ ...identity, config: Config, contract: Contract });

/** The same for a draft, which may be filled in later. */
const PostDraft = Type.Object({
  ...identity,
  config: Type.Optional(Config),
  contract: Type.Optional(Contract),
});

const changes = {
  version,
  name: Type.Optional(Name),
  category: Type.Optional(Name),
  config: Type.Optional(Config),
};

/** Genesys' `UpdateActionInput`. */
const UpdateAction = Type.Object(changes);

/** Genesys' `UpdateDraftInput`. */
const UpdateDraft = Type.Object({
  ...changes,
  contract: Type.Optional(Contract),
  secure: Type.Optional(Type.Boolean()),
});

/** Genesys' `PublishDraftInput`. */
const PublishDraft = Type.Object({ version });

const checkAction = requestCheck(PostAction);
const checkDraft = requestCheck(PostDraft);
const checkUpdate = requestCheck(UpdateAction);
const checkDraftUpdate = requestCheck(UpdateDraft);

/** Checks the body of a publication. */
export const readPublication = requestCheck(PublishDraft);

/** Reads the body that makes a data action. */
export function readNewAction(body: unknown): Outcome<ActionContent> {
  const checked = checkAction(body);
  return checked.ok ? (refuseReference(checked.value) ?? done(contentOf(checked.value))) : checked;
}

/** Reads the body that begins a draft; what it leaves out is empty. */
export function readNewDraft(body: unknown): Outcome<ActionContent> {
  const checked = checkDraft(body);
  return checked.ok ? (refuseReference(checked.value) ?? done(contentOf(checked.value))) : checked;
}

/** What a change of a data action or draft says. */
export interface ActionChange {
  readonly version: number;
  /** Only what changes. */
  readonly content: Partial<ActionContent>;
  /** Whether the bodies of request and output are only referred to, by the addresses they are read at. */
  readonly keeps: { readonly requestTemplate: boolean; readonly successTemplate: boolean };
}

/** Reads the body that changes a published data action. */
export function readUpdate(body: unknown): Outcome<ActionChange> {
  const checked = checkUpdate(body);
  return checked.ok ? done(changeOf(checked.value)) : checked;
}

/** Reads the body that changes a draft. */
export function readDraftUpdate(body: unknown): Outcome<ActionChange> {
  const checked = checkDraftUpdate(body);
  return checked.ok ? done(changeOf(checked.value)) : checked;
}

function contentOf(body: Static<typeof PostDraft>): ActionContent {
  const { name, category, integrationId, secure = false, contract, config = {} } = body;
  return {
    name,
    category,
    integrationId,
    secure,
    ...schemasOf(contract ?? { input: { inputSchema: {} }, output: { successSchema: {} } }),
    config: picked(config),
  };
}

function changeOf(body: Static<typeof UpdateDraft>): ActionChange {
  const { version, name, category, secure, contract, config } = body;
  return {
    version,
    content: {
      ...(name !== undefined && { name }),
      ...(category !== undefined && { category }),
      ...(secure !== undefined && { secure }),
      ...(contract !== undefined && schemasOf(contract)),
      ...(config !== undefined && { config: picked(config) }),
    },
    keeps: {
      requestTemplate: isReferredTo(config?.request, 'requestTemplate'),
      successTemplate: isReferredTo(config?.response, 'successTemplate'),
    },
  };
}

/** A new data action has no template yet that an address could stand for. */
function refuseReference({ config }: Static<typeof PostDraft>): Outcome<never> | undefined {
  for (const [part, template] of [
    ['request', 'requestTemplate'],
    ['response', 'successTemplate'],
  ] as const) {
    if (!isReferredTo(config?.[part], template)) continue;
    const field = `config.${part}.${template}Uri`;
    return refuse('constraint.validation', `${field} refers to nothing yet; write the text as ${template}.`, {
      field,
    });
  }
  return undefined;
}

function isReferredTo(part: object | undefined, template: string): boolean {
  const fields = { ...part } as { readonly [name: string]: unknown };
  return fields[template] === undefined && typeof fields[`${template}Uri`] === 'string';
}

function schemasOf({ input, output }: Static<typeof Contract>) {
  // The body was read as JSON.
  return {
    inputSchema: input.inputSchema as JsonObject,
    successSchema: output.successSchema as JsonObject,
  };
}

/** Only the fields that mean something here: what is read back must be what is run. */
function picked({ timeoutSeconds, request, response }: Static<typeof Config>): ActionConfig {
  return {
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(request !== undefined && {
      request: only(request, ['requestUrlTemplate', 'requestType', 'headers', 'requestTemplate']),
    }),
    ...(response !== undefined && {
      response: only(response, ['translationMap', 'translationMapDefaults', 'successTemplate']),
    }),
  };
}

function only<T extends object, K extends keyof T>(object: T, keys: readonly K[]): Pick<T, K> {
  const known = Object.entries(object).filter(([key]) => (keys as readonly string[]).includes(key));
  return Object.fromEntries(known) as Pick<T, K>;
}
