import { type Static, Type } from 'typebox';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import type { Json } from '../authoring/json.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import { EMPTY_ENVIRONMENT, type Environment, THING_SCHEMAS } from '../runtime/environment.ts';
import { checkSchedules } from '../runtime/schedule/check-schedules.ts';
import { readJsonFile } from './json-file.ts';

/** What belongs to one installation and not to a flow: values for data actions, and how people and lines behave. */
export const EnvironmentFileSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    description: Type.Optional(Type.String()),
    settings: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
        description:
          'What data actions read as {{settings.name}}. No secrets: those are environment variables.',
      }),
    ),
    ...THING_SCHEMAS,
  },
  { additionalProperties: false },
);

type EnvironmentFile = Static<typeof EnvironmentFileSchema>;

/** An environment, read: what flows see, and what data actions see. */
export interface LoadedEnvironment {
  readonly environment: Environment;
  readonly settings: { readonly [name: string]: Json };
  readonly diagnostics: readonly Diagnostic[];
}

const check = schemaCheck(EnvironmentFileSchema);

/** Reads an environment file; without one, every queue answers at once and there are no settings. */
export function loadEnvironment(file: string | undefined): LoadedEnvironment {
  if (file === undefined) return fromFile({}, []);
  const read = readJsonFile(file);
  if (!read.ok) return fromFile({}, read.diagnostics);
  const { json, locate } = read.value;
  const shape = check(json, { file, pointer: '' });
  const found = shape.length > 0 ? shape : hoursFaults(json as EnvironmentFile, file);
  const faults = found.map((fault) => ({ ...fault, ...locate(fault.pointer) }));
  return faults.length > 0 ? fromFile({}, faults) : fromFile(json as EnvironmentFile, []);
}

function hoursFaults(json: EnvironmentFile, file: string): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  checkSchedules(json, (pointer, code, message, hint) => {
    found.push({ severity: 'error', file, pointer, code, message, hint });
  });
  return found;
}

function fromFile(file: EnvironmentFile, diagnostics: readonly Diagnostic[]): LoadedEnvironment {
  const { $schema: _, description: __, settings = {}, ...things } = file;
  return { environment: { ...EMPTY_ENVIRONMENT, ...things }, settings, diagnostics };
}
