import { Type } from 'typebox';
import type { JsonObject } from '../../authoring/json.ts';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import {
  type MessageTemplate,
  TEMPLATE_STATUSES,
  type TemplateStatus,
} from '../message-templates/message-template.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { refuseVersion } from '../version-check.ts';
import type { LibraryStore, ResponseLibrary } from './library-store.ts';
import { readTemplate } from './read-template.ts';
import { fits, readQuery } from './response-query.ts';
import { checkResponse, type ResponseRequest } from './response-request.ts';
import type { ResponseStore, StoredResponse } from './response-store.ts';

const PAGE_SIZE = 25;

const checkStatus = requestCheck(
  Type.Object({ status: Type.Enum([...TEMPLATE_STATUSES]) }, { additionalProperties: false }),
);

/** A page of what a query found. */
export interface FoundResponses {
  readonly responses: readonly StoredResponse[];
  readonly pageSize: number;
  readonly pageNumber: number;
  readonly total: number;
}

/** Responses: message templates (W4) and canned texts, in libraries. */
export function openResponses({
  database,
  clock,
  ids,
  store,
  libraries,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: ResponseStore;
  readonly libraries: LibraryStore;
}) {
  /** Reads, decides and stores in one commit. */
  async function change(
    decide: () => Outcome<StoredResponse>,
    libraryIds?: readonly string[],
  ): Promise<Outcome<StoredResponse>> {
    let outcome: Outcome<StoredResponse> = UNKNOWN;
    await database.commits.add(() => {
      outcome = decide();
      if (!outcome.ok) return;
      store.put(outcome.value);
      if (libraryIds !== undefined) store.putLibraries(outcome.value.id, libraryIds);
    });
    return outcome;
  }

  /** Why the libraries of a response cannot hold it. */
  function refuseLibraries({ libraries: wanted, responseType }: ResponseRequest): Outcome<never> | undefined {
    for (const [index, { id }] of wanted.entries()) {
      const library = libraries.one(id);
      const field = `libraries.${index}.id`;
      if (library === undefined)
        return refuse('attendant.response.library.not.found', `${field} is no library.`, { field });
      if (library.responseType !== null && library.responseType !== responseType)
        return refuse(
          'attendant.response.library.type',
          `${field} is a library for responses of the type ${library.responseType} only.`,
          { field },
        );
    }
    return undefined;
  }

  async function create(body: unknown): Promise<Outcome<StoredResponse>> {
    const read = readResponse(ids.next(), body);
    if (!read.ok) return read;
    const { request, ...response } = read.value;
    return change(
      () => refuseLibraries(request) ?? done({ ...response, version: 1, createdAt: clock.now() }),
      request.libraries.map(({ id }) => id),
    );
  }

  /** Changes a response. A message template that has changed waits for approval again. */
  async function update(id: string, body: unknown): Promise<Outcome<StoredResponse>> {
    const read = readResponse(id, body);
    if (!read.ok) return read;
    const { request, ...response } = read.value;
    return change(
      () => {
        const stored = store.one(id);
        if (stored === undefined) return UNKNOWN;
        const refused = refuseVersion(request.version, stored.version) ?? refuseLibraries(request);
        if (refused !== undefined) return refused;
        const template = response.template && keepStatus(response.template, stored.template);
        return done({ ...stored, ...response, template, version: stored.version + 1 });
      },
      request.libraries.map((library) => library.id),
    );
  }

  /** The operator's way to say what WhatsApp says of a template. */
  async function putStatus(id: string, body: unknown): Promise<Outcome<StoredResponse>> {
    const asked = checkStatus(body);
    if (!asked.ok) return asked;
    const { status } = asked.value;
    return change(() => {
      const stored = store.one(id);
      if (stored?.template === undefined) return UNKNOWN;
      if (stored.template.status === status) return done(stored);
      return done({ ...stored, template: { ...stored.template, status }, version: stored.version + 1 });
    });
  }

  /**
   * Stores what WhatsApp says of the templates with a name and a language, as the cloud's integrations hear it. Must run
   * inside a commit.
   */
  function approve(name: string, language: string, status: TemplateStatus): void {
    for (const stored of store.all()) {
      const { template, version } = stored;
      const isMeant = template?.name === name && template.language.replace('-', '_') === language;
      if (!isMeant || template.status === status) continue;
      store.put({ ...stored, template: { ...template, status }, version: version + 1 });
    }
  }

  /** Deletes a response. Messages that were made from it keep what they said. */
  async function remove(id: string): Promise<Outcome<undefined>> {
    let outcome: Outcome<undefined> = UNKNOWN;
    await database.commits.add(() => {
      if (store.one(id) === undefined) return;
      store.drop(id);
      outcome = done(undefined);
    });
    return outcome;
  }

  function read(id: string): Outcome<StoredResponse> {
    const response = store.one(id);
    return response === undefined ? UNKNOWN : done(response);
  }

  function query(body: unknown): Outcome<FoundResponses> {
    const asked = readQuery(body);
    if (!asked.ok) return asked;
    const { pageSize = PAGE_SIZE, pageNumber = 1 } = asked.value;
    const found = store.all().filter((each) => fits(asked.value, each, store.librariesOf(each.id)));
    const responses = found.slice((pageNumber - 1) * pageSize, pageNumber * pageSize);
    return done({ responses, pageSize, pageNumber, total: found.length });
  }

  const librariesOf = (id: string): readonly ResponseLibrary[] =>
    store.librariesOf(id).flatMap((libraryId) => libraries.one(libraryId) ?? []);

  return { store, create, update, putStatus, approve, remove, read, query, librariesOf };
}

/** What openResponses returns. */
export type Responses = ReturnType<typeof openResponses>;

const UNKNOWN = refuse('rms.response.not.found', 'The response could not be found.');

interface ReadResponse extends Pick<StoredResponse, 'id' | 'name' | 'body' | 'template'> {
  readonly request: ResponseRequest;
}

function readResponse(id: string, body: unknown): Outcome<ReadResponse> {
  const checked = checkResponse(body);
  if (!checked.ok) return checked;
  const request = checked.value;
  const kept = { id, name: request.name, body: bodyOf(request), request };
  const isTemplate = request.responseType === 'MessagingTemplate' || request.messagingTemplate !== undefined;
  if (!isTemplate) return done({ ...kept, template: undefined });
  const template = readTemplate(id, request);
  return template.ok ? done({ ...kept, template: template.value }) : template;
}

/** What is kept as it was written: the known fields and nothing else. */
function bodyOf({ texts, interactionType, substitutions, responseType, messagingTemplate }: ResponseRequest) {
  const whatsApp = messagingTemplate?.whatsApp;
  const kept = {
    texts: texts?.map(({ content, contentType = 'text/plain', type }) => ({
      content,
      contentType,
      ...(type && { type }),
    })),
    interactionType,
    substitutions: substitutions?.map(({ id, description, defaultValue }) => ({
      id,
      description,
      defaultValue,
    })),
    responseType: responseType ?? (whatsApp && 'MessagingTemplate'),
    messagingTemplate: whatsApp && { whatsApp: definitionOf(whatsApp) },
  };
  // What is undefined is left out, as it will be when it is stored.
  return JSON.parse(JSON.stringify(kept)) as JsonObject;
}

function definitionOf({ name, namespace, language, header, messageFooter, buttons, ...rest }: WhatsApp) {
  return {
    name,
    namespace,
    language,
    header: header && { type: header.type, content: header.content },
    messageFooter: messageFooter && { type: 'Text', content: messageFooter.content },
    buttons: buttons?.map(({ type, content, contentText, payload }) => ({
      type,
      content,
      contentText,
      payload,
    })),
    integrationId: rest.integrationId,
    category: rest.category,
  };
}

type WhatsApp = NonNullable<NonNullable<ResponseRequest['messagingTemplate']>['whatsApp']>;

function keepStatus(changed: MessageTemplate, stored: MessageTemplate | undefined): MessageTemplate {
  if (stored === undefined) return changed;
  const { status } = stored;
  return JSON.stringify({ ...changed, status }) === JSON.stringify(stored) ? stored : changed;
}
