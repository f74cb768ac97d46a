import type { Diagnostic } from '../authoring/diagnostic.ts';
import type { Json } from '../authoring/json.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import { StrictCampaignFile } from '../platform/campaigns/campaign-file.ts';
import { withoutNulls } from '../platform/without-nulls.ts';
import { wrongKind } from './definition-kind.ts';
import { type JsonFile, readJsonFile } from './json-file.ts';

const checkSchema = schemaCheck(StrictCampaignFile);
const CONFIGS = ['whatsAppConfig', 'smsConfig', 'emailConfig'] as const;

/** A campaign's file that is well formed, or what is wrong with it. */
export type ReadCampaignFile =
  | { readonly ok: true; readonly file: JsonFile }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Reads a campaign's file. Whether there is what it names, the platform knows. */
export function readCampaignFile(file: string): ReadCampaignFile {
  const read = readJsonFile(file);
  if (!read.ok) return read;
  const { json, locate } = read.value;
  const wrong = wrongKind(file, json, 'campaign');
  const faults = wrong === undefined ? campaignFileFaults(json, file) : [wrong];
  if (faults.length === 0) return { ok: true, file: read.value };
  return { ok: false, diagnostics: faults.map((fault) => ({ ...locate(fault.pointer), ...fault })) };
}

/** What is wrong with a campaign's file by itself. */
export function campaignFileFaults(json: Json, file: string): readonly Diagnostic[] {
  // What Genesys Cloud gives out has nulls for what there is not.
  const plain = withoutNulls(json) as Json;
  return [...checkSchema(plain, { file, pointer: '' }), ...configFaults(plain, file)];
}

/** Exactly one channel; told in words, since `oneOf` gives unreadable faults. */
function configFaults(json: Json, file: string): readonly Diagnostic[] {
  const given = CONFIGS.filter((name) => Object.hasOwn(Object(json), name));
  if (given.length === 1) return [];
  const [, second] = given;
  const severity = 'error' as const;
  return [
    second === undefined
      ? {
          ...{ severity, file, pointer: '', code: 'MISSING_SETTING' },
          message: 'the campaign has no channel',
          hint: `add one of ${CONFIGS.join(', ')}`,
        }
      : {
          ...{ severity, file, pointer: `/${second}`, code: 'WRONG_VALUE' },
          message: `the campaign has ${given.length} channels: ${given.join(', ')}`,
          hint: 'keep one; another channel is another campaign',
        },
  ];
}
