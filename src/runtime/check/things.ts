import type { Diagnostic } from '../../authoring/diagnostic.ts';
import { isJsonObject, type Json } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import { type Environment, thing } from '../environment.ts';
import { findObject } from '../find-object.ts';
import type { Program, Step, Unit } from '../program.ts';
import { THINGS, type Thing } from '../thing-kinds.ts';
import type { ThingReference } from '../written-things.ts';

/** What a call cannot go on without. All else is simulated, so that an unknown name is a warning. */
const NEEDED: readonly Thing[] = [
  'dataTable',
  'decisionTable',
  'schedule',
  'scheduleGroup',
  'emergencyGroup',
  'response',
  'bot',
];

/** The prompts that every organization has begin so; they need not be in an environment. */
const SYSTEM_PROMPT = 'PromptSystem.';

/**
 * Finds names that an environment does not know, and what else of a flow does not fit it. Pure.
 *
 * @param file the environment's file, for messages.
 */
export function checkThings(program: Program, environment: Environment, file: string): readonly Diagnostic[] {
  return [
    ...program.units.flatMap((unit) =>
      unit.things.flatMap((one) => faultsOf(one, unit, false, environment, file)),
    ),
    ...program.steps.flatMap((step) => faultsOfStep(program, step, environment, file)),
  ];
}

function faultsOfStep(
  program: Program,
  step: Step,
  environment: Environment,
  file: string,
): readonly Diagnostic[] {
  const unit = program.units[step.unit] ?? program;
  const isCall = step.type.callsFlow !== undefined;
  const found: Diagnostic[] = step.things.flatMap((one) => faultsOf(one, unit, isCall, environment, file));
  step.type.checkWith?.(step.settings, environment, (severity, pointer, code, message, hint) => {
    const at = { file: step.place.file, pointer: step.place.pointer + pointer };
    found.push({ ...at, severity, code, message: `${message} (${file})`, hint });
  });
  return found;
}

/** @param isCalled whether a flow that is named is called, and not gone to. */
function faultsOf(
  reference: ThingReference,
  unit: Unit,
  isCalled: boolean,
  environment: Environment,
  file: string,
): readonly Diagnostic[] {
  const { thing: kind, name, place } = reference;
  const found = find(environment, kind, name);
  if (found !== undefined) return kind === 'prompt' ? missingLanguages(found, reference, unit, file) : [];
  if (kind === 'prompt' && name.startsWith(SYSTEM_PROMPT)) return [];
  const isNeeded = NEEDED.includes(kind) || (kind === 'flow' && isCalled);
  const key = THINGS[kind];
  return [
    {
      ...place,
      severity: isNeeded ? 'error' : 'warning',
      code: `UNKNOWN_${screaming(kind)}`,
      message: `the ${spaced(kind)} \`${name}\` is not in ${file}`,
      hint: didYouMean(name, Object.keys(environment[key] ?? {}), `add it under "${key}"`),
    },
  ];
}

/** A user is known by the e-mail address and by the name. */
function find(environment: Environment, kind: Thing, name: string): Json | undefined {
  const found = thing(environment[THINGS[kind]], name);
  if (found !== undefined || kind !== 'user') return found;
  return findObject(environment, 'user', 'name', name) ?? undefined;
}

/** A prompt that has words by language needs those of every language of the flow. */
function missingLanguages(
  prompt: Json,
  { name, place }: ThingReference,
  { languages }: Unit,
  file: string,
): readonly Diagnostic[] {
  if (!isJsonObject(prompt) || typeof prompt['text'] === 'string') return [];
  const known = Object.keys(prompt).map(languageOf);
  const missing = languages.filter((tag) => !known.includes(languageOf(tag)));
  if (missing.length === 0) return [];
  const message = `the prompt \`${name}\` has no words for ${missing.join(' and ')} in ${file}`;
  const hint = `add "${missing[0]}" to it; until then another language is heard`;
  return [{ ...place, severity: 'warning', code: 'PROMPT_LANGUAGE', message, hint }];
}

function languageOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

/** `dataTable` → `DATA_TABLE`. */
function screaming(kind: Thing): string {
  return kind.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** `dataTable` → `data table`. */
function spaced(kind: Thing): string {
  return kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
