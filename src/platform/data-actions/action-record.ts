import type { DataAction } from '../../actions/data-action.ts';
import { pathOfEntry } from '../../actions/data-action-definition.ts';
import type { Json, JsonObject } from '../../authoring/json.ts';
import type { KnownIntegration } from './integration-catalogue.ts';

/** `config` of Genesys' `Action`. A draft may still lack any part. */
export interface ActionConfig {
  readonly timeoutSeconds?: number;
  readonly request?: {
    readonly requestUrlTemplate?: string;
    readonly requestType?: string;
    readonly headers?: { readonly [name: string]: string };
    readonly requestTemplate?: string;
  };
  readonly response?: {
    readonly translationMap?: { readonly [name: string]: string };
    readonly translationMapDefaults?: { readonly [name: string]: string };
    readonly successTemplate?: string;
  };
}

/** What somebody writes when he makes a data action over the API. */
export interface ActionContent {
  readonly name: string;
  readonly category: string;
  readonly integrationId: string;
  readonly secure: boolean;
  readonly inputSchema: JsonObject;
  readonly successSchema: JsonObject;
  readonly config: ActionConfig;
}

/** Whether flows and callers get it, or only those who work on it. */
export type ActionState = 'published' | 'draft';

/** A data action as the API shows it. */
export interface ActionRecord extends Omit<ActionContent, 'integrationId'> {
  readonly id: string;
  readonly state: ActionState;
  readonly version: number;
  /** Absent when none performs it. */
  readonly integrationId?: string;
  /** Whether it only fetches credentials for others. */
  readonly isAuthentication: boolean;
  /** The file that it is read from; absent for one made over the API. */
  readonly file?: string;
}

/** A data action of a file. */
export interface FileAction {
  readonly dataAction: DataAction;
  /** As an author would name it. */
  readonly file: string;
}

/** A file's data action as the API shows it: published, version 1. JSON trees become JSON texts. */
export function recordOfFile(
  { dataAction, file }: FileAction,
  integration: KnownIntegration | undefined,
): ActionRecord {
  const { id, name, definition, integrationType, isSecure, isAuthentication } = dataAction;
  const { input, output } = definition.contract;
  return {
    id,
    state: 'published',
    version: 1,
    name,
    category: definition.category ?? integration?.name ?? integrationType,
    ...(integration !== undefined && { integrationId: integration.id }),
    secure: isSecure,
    inputSchema: input.inputSchema,
    successSchema: output.successSchema,
    config: configOf(dataAction),
    isAuthentication,
    file,
  };
}

function configOf({ definition, timeoutSeconds }: DataAction): ActionConfig {
  const { request, response } = definition.config;
  const { requestUrlTemplate, requestType, headers, requestTemplate } = request;
  const { translationMap = {}, translationMapDefaults = {}, successTemplate } = response ?? {};
  return {
    timeoutSeconds,
    request: {
      requestUrlTemplate,
      requestType,
      headers: headers ?? {},
      ...(requestTemplate !== undefined && { requestTemplate: textOf(requestTemplate) }),
    },
    response: {
      translationMap: Object.fromEntries(
        Object.entries(translationMap).map(([name, entry]) => [name, pathOfEntry(entry)]),
      ),
      translationMapDefaults: Object.fromEntries(
        Object.entries(translationMapDefaults).map(([name, value]) => [
          name,
          definition.templates === 'handlebars' ? JSON.stringify(value) : String(value),
        ]),
      ),
      ...(successTemplate !== undefined && { successTemplate: textOf(successTemplate) }),
    },
  };
}

function textOf(template: unknown): string {
  return typeof template === 'string' ? template : JSON.stringify(template as Json, null, 2);
}
