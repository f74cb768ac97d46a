import type { DataAction } from '../../actions/data-action.ts';
import type { Json, JsonObject } from '../../authoring/json.ts';
import type { ActionRecord } from './action-record.ts';
import { collectionsOf, flattenedSchema } from './flattened-schema.ts';

/** Where Genesys Cloud serves data actions. */
export const ACTIONS_PATH = '/api/v2/integrations/actions';

/** The names under which the parts of a data action are read one by one, in lower case. */
export const INPUT_SCHEMA_FILE = 'inputschema.json';
export const SUCCESS_SCHEMA_FILE = 'successschema.json';
export const REQUEST_TEMPLATE_FILE = 'requesttemplate.vm';
export const SUCCESS_TEMPLATE_FILE = 'successtemplate.vm';

/** What an answer shows of a data action besides its name. */
export interface ActionView {
  /** The schemas themselves and not only their addresses. */
  readonly contract: boolean;
  readonly config: boolean;
  /** The schemas as Architect flattens them as well; absent where nobody asked, or its faults forbid it. */
  readonly flattened?: DataAction;
}

/** A data action in the shape of Genesys' `Action`. */
export function actionEntity(action: ActionRecord, view: ActionView): JsonObject {
  const { id, name, integrationId, category, version, secure } = action;
  const selfUri = uriOf(action);
  return {
    id,
    name,
    ...(integrationId !== undefined && { integrationId }),
    category,
    contract: contractOf(action, view, selfUri),
    version,
    secure,
    ...(view.config && { config: configOf(action, selfUri) }),
    selfUri,
  };
}

function uriOf({ id, state }: ActionRecord): string {
  return `${ACTIONS_PATH}/${encodeURIComponent(id)}${state === 'draft' ? '/draft' : ''}`;
}

function contractOf(action: ActionRecord, { contract, flattened }: ActionView, selfUri: string): JsonObject {
  const { inputSchema, successSchema } = action;
  return {
    input: {
      inputSchemaUri: `${selfUri}/schemas/${INPUT_SCHEMA_FILE}`,
      ...(contract && { inputSchema }),
      ...(contract && flattened && { inputSchemaFlattened: flattenedSchema(flattened.inputs) }),
    },
    output: {
      successSchemaUri: `${selfUri}/schemas/${SUCCESS_SCHEMA_FILE}`,
      ...(contract && { successSchema }),
      ...(contract &&
        flattened && {
          successSchemaFlattened: {
            schema: flattenedSchema(flattened.outputs),
            arrayProperties: collectionsOf(flattened.outputs),
          },
        }),
    },
  };
}

function configOf({ config }: ActionRecord, selfUri: string): Json {
  const { timeoutSeconds, request = {}, response = {} } = config;
  return {
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    request: { ...request, requestTemplateUri: `${selfUri}/templates/${REQUEST_TEMPLATE_FILE}` },
    response: { ...response, successTemplateUri: `${selfUri}/templates/${SUCCESS_TEMPLATE_FILE}` },
  };
}
