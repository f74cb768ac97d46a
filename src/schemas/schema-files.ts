import type { TSchema } from 'typebox';
import { exportedSchema, nativeSchema } from '../actions/data-action-definition.ts';
import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import { EnvironmentFileSchema } from '../files/environment.ts';
import { IntegrationsFileSchema } from '../integrations/integrations-file.ts';
import { StrictCampaignFile } from '../platform/campaigns/campaign-file.ts';
import { PlatformSeed } from '../platform/platform-seed.ts';
import { CassetteSchema } from '../recording/cassette.ts';
import { FlowSchema } from '../runtime/flow.ts';
import { type FlowActionType, settingsSchema } from '../runtime/flow-action.ts';
import { FLOW_ACTIONS } from '../runtime/flow-actions/index.ts';
import { menu } from '../runtime/flow-actions/menu.ts';
import { FLOW_TYPE_NAMES } from '../runtime/flow-types.ts';
import { TestFileSchema } from '../testing/test-file.ts';
import { definitionsSchema } from './definitions.ts';
import { plainSchema, referTo } from './plain-schema.ts';

const DRAFT = 'http://json-schema.org/draft-07/schema#';
const DEFINITIONS = 'definitions.schema.json#/definitions/';

/** Every published schema: its path below `schemas/` and its text. Written by `npm run schemas`. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const schemas: [string, JsonObject][] = [
    ['flow.schema.json', flowSchema()],
    ['task.schema.json', { title: 'Task', ...referTo(`${DEFINITIONS}taskObject`) }],
    ['data-action.schema.json', dataActionSchema()],
    ['environment.schema.json', plainFile(EnvironmentFileSchema, 'Environment')],
    ['platform.schema.json', plainFile(PlatformSeed, 'Platform')],
    ['integrations.schema.json', plainFile(IntegrationsFileSchema, 'Integrations')],
    ['campaign.schema.json', plainFile(StrictCampaignFile, 'Campaign')],
    ['cassette.schema.json', plainFile(CassetteSchema, 'Cassette')],
    ['test.schema.json', plainFile(TestFileSchema, 'Flow tests')],
    ['definitions.schema.json', definitionsSchema()],
    ...[menu, ...FLOW_ACTIONS].map((type): [string, JsonObject] => [
      `flow-actions/${type.type}.schema.json`,
      flowActionSchema(type),
    ]),
  ];
  return new Map(schemas.map(([path, schema]) => [path, textOf(schema)]));
}

function textOf(schema: JsonObject): string {
  return `${JSON.stringify({ $schema: DRAFT, ...schema }, null, 2)}\n`;
}

function plainFile(schema: TSchema, title: string): JsonObject {
  return { title, ...plainSchema(schema, DEFINITIONS) };
}

/** `templates` tells the dialect: JSON trees, or the texts that Genesys Cloud exports. */
function dataActionSchema(): JsonObject {
  return {
    title: 'Data action',
    if: {
      type: 'object',
      properties: { templates: { const: 'handlebars' } },
      required: ['templates'],
    },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: plainFile(nativeSchema, 'Data action'),
    else: plainFile(exportedSchema, 'Data action of Genesys Cloud'),
  };
}

/** What the compiler checks by itself, to say more of a fault than a schema could, an editor offers beforehand. */
function flowSchema(): JsonObject {
  const schema = plainFile(FlowSchema, 'Flow');
  const properties = schema['properties'] as JsonObject;
  const type = { ...(properties['type'] as JsonObject), enum: [...FLOW_TYPE_NAMES] };
  const startUp = { ...(properties['startUp'] as JsonObject), minProperties: 1, maxProperties: 1 };
  return { ...schema, properties: { ...properties, type, startUp } };
}

/** The settings of an action type, in full and in the short form it may have. */
function flowActionSchema(type: FlowActionType): JsonObject {
  const full = plainSchema(settingsSchema(type), `../${DEFINITIONS}`);
  const { title, description } = type;
  const forms = [full, ...shortForms(type, full)];
  return forms.length === 1 ? { title, description, ...full } : { title, description, anyOf: forms };
}

function shortForms({ short }: FlowActionType, { properties, required }: JsonObject): readonly Json[] {
  const setting = isJsonObject(properties) && short !== undefined ? properties[short] : undefined;
  const needsNothing = required === undefined && isJsonObject(properties);
  return [...(setting === undefined ? [] : [setting]), ...(needsNothing ? [{ const: true }] : [])];
}
