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

/** Where names are looked up. */
interface Known {
  readonly environment: Environment;
  /** The environment's file, for messages. */
  readonly file: string;
  /** Names of flows whose files there are, for near matches. */
  readonly flowNames: readonly string[];
}

/**
 * Finds names that an environment does not know, and what else of a flow does not fit it. Pure.
 *
 * @param file the environment's file, for messages.
 * @param flowNames names of flows whose files there are, which may have been meant.
 */
export function checkThings(
  program: Program,
  environment: Environment,
  file: string,
  flowNames: readonly string[] = [],
): readonly Diagnostic[] {
  const known = { environment, file, flowNames };
  return [
    ...program.units.flatMap((unit) => unit.things.flatMap((one) => faultsOf(one, unit, false, known))),
    ...program.steps.flatMap((step) => faultsOfStep(program, step, known)),
  ];
}

/** Names of flows that have no file, where there is no environment to have them. Pure. */
export function checkFlowNames(program: Program, flowNames: readonly string[]): readonly Diagnostic[] {
  return program.steps.flatMap((step) =>
    step.things.flatMap(({ thing: kind, name, place }): readonly Diagnostic[] => {
      if (kind !== 'flow' && kind !== 'bot') return [];
      const isNeeded = kind === 'bot' || step.type.callsFlow !== undefined;
      return [{ ...place, severity: isNeeded ? 'error' : 'warning', ...noFlow(kind, name, [], flowNames) }];
    }),
  );
}

/** @param file the environment's; none when there is no environment */
function noFlow(
  kind: 'flow' | 'bot',
  name: string,
  others: readonly string[],
  flowNames: readonly string[],
  file?: string,
): Pick<Diagnostic, 'code' | 'message' | 'hint'> {
  const elsewhere = file === undefined ? '' : `, and it is not in ${file}`;
  return {
    code: `UNKNOWN_${screaming(kind)}`,
    message: `the ${kind} \`${name}\` has no file ${name}.flow.json${elsewhere}`,
    hint: didYouMean(name, [...flowNames, ...others], `write the file, or add it under "${THINGS[kind]}"`),
  };
}

function faultsOfStep(program: Program, step: Step, known: Known): readonly Diagnostic[] {
  const { environment, file } = known;
  const unit = program.units[step.unit] ?? program;
  const isCall = step.type.callsFlow !== undefined;
  const found: Diagnostic[] = step.things.flatMap((one) => faultsOf(one, unit, isCall, known));
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
  { environment, file, flowNames }: Known,
): readonly Diagnostic[] {
  const { thing: kind, name, place } = reference;
  const found = find(environment, kind, name);
  if (found !== undefined) return kind === 'prompt' ? missingLanguages(found, reference, unit, file) : [];
  if (kind === 'prompt' && name.startsWith(SYSTEM_PROMPT)) return [];
  const isNeeded = NEEDED.includes(kind) || (kind === 'flow' && isCalled);
  const key = THINGS[kind];
  const severity = isNeeded ? 'error' : 'warning';
  const names = Object.keys(environment[key] ?? {});
  if (kind === 'flow' || kind === 'bot')
    return [{ ...place, severity, ...noFlow(kind, name, names, flowNames, file) }];
  return [
    {
      ...place,
      severity,
      code: `UNKNOWN_${screaming(kind)}`,
      message: `the ${spaced(kind)} \`${name}\` is not in ${file}`,
      hint: didYouMean(name, names, `add it under "${key}"`),
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
