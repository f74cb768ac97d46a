import { type CompiledDataAction, compileDataAction } from '../../actions/compile-data-action.ts';
import type { DataAction } from '../../actions/data-action.ts';
import { type Diagnostic, hasErrors } from '../../authoring/diagnostic.ts';
import type { Json, JsonObject } from '../../authoring/json.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { ActionContent, ActionState } from './action-record.ts';
import type { IntegrationCatalogue } from './integration-catalogue.ts';

/** What is compiled: a stored data action, or one that is about to be stored. */
export interface ActionSource {
  readonly id: string;
  readonly state: ActionState;
  readonly content: ActionContent;
}

/** Compiles data actions made over the API; each again only when it, or its integration, has changed. */
export function compiledActions(integrations: IntegrationCatalogue) {
  const kept = new Map<string, { readonly text: string; readonly compiled: CompiledDataAction }>();

  function compile({ id, state, content }: ActionSource): CompiledDataAction {
    const definition = definitionOf(content, integrations);
    const key = `${state} ${id}`;
    const text = JSON.stringify(definition);
    const before = kept.get(key);
    if (before?.text === text) return before.compiled;
    const compiled = compileDataAction(definition, `${id}.data-action.json`);
    kept.set(key, { text, compiled });
    return compiled;
  }

  /** The data action, or a refusal that tells all its faults. */
  function ready(source: ActionSource): Outcome<DataAction> {
    const { integrationId } = source.content;
    // Without it the type would be guessed from the URL, and its requests go elsewhere.
    if (!integrations.all().some(({ id }) => id === integrationId))
      return refuse(
        'attendant.action.integration.not.found',
        `There is no integration \`${integrationId}\` any more, which the data action needs.`,
        { field: 'integrationId' },
      );
    const { dataAction, diagnostics } = compile(source);
    if (dataAction !== undefined) return done(dataAction);
    const errors = diagnostics.filter((found) => hasErrors([found]));
    return refuse('attendant.action.not.valid', sentenceOf(errors), {
      details: errors.map(({ code, pointer }) => ({ errorCode: code, fieldName: pointer })),
      errors: errors.map(faultOf),
    });
  }

  return {
    compile,
    ready,
    /** Forgets one that was deleted. */
    forget: (id: string, state: ActionState) => kept.delete(`${state} ${id}`),
  };
}

/** What compiledActions returns. */
export type CompiledActions = ReturnType<typeof compiledActions>;

/** A fault in the shape of Genesys' `ErrorBody`; the JSON Pointer of the place is `details[0].fieldName`. */
export function faultOf({ code, pointer, message, hint }: Diagnostic): JsonObject {
  return {
    message: hint === undefined ? message : `${message}: ${hint}`,
    code,
    status: 400,
    messageParams: {},
    details: [{ errorCode: code, fieldName: pointer }],
    errors: [],
  };
}

function sentenceOf(errors: readonly Diagnostic[]): string {
  const [first] = errors;
  if (first === undefined) return 'The data action cannot be used.';
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more in errors)`;
  const where = first.pointer === '' ? '' : `${first.pointer}: `;
  return `The data action has faults. ${where}${first.message}${more}.`;
}

/** The definition as an export of Genesys Cloud has it. */
function definitionOf(content: ActionContent, integrations: IntegrationCatalogue): JsonObject {
  const integration = integrations.all().find(({ id }) => id === content.integrationId);
  return {
    name: content.name,
    category: content.category,
    ...(integration !== undefined && { integrationType: integration.type }),
    ...(integration?.operatorName !== undefined && { integration: integration.operatorName }),
    actionType: 'custom',
    secure: content.secure,
    contract: {
      input: { inputSchema: content.inputSchema },
      output: { successSchema: content.successSchema },
    },
    // Written by us from checked JSON, with optional keys left out.
    config: content.config as Json,
  };
}
