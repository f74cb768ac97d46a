import type { Json, JsonObject } from '../../authoring/json.ts';
import type { Conversation, Wait } from '../../runtime/conversation.ts';
import { yesNoWords } from '../../runtime/default-texts.ts';
import { FAILURE_OUTPUTS } from '../../runtime/flow-actions/call-data.ts';
import { mediumOf } from '../../runtime/medium.ts';
import type { Program, Step } from '../../runtime/program.ts';
import type { Target } from '../../runtime/variables.ts';
import type { DrivenAct, DrivenAnswer } from '../../simulator/caller-of.ts';
import { isPrompt } from '../../simulator/caller-of.ts';
import type { Literals } from './literals.ts';
import { distinct, sampleDigits, sampleValues, usual } from './sample-values.ts';

/** What a caller, or a receiver, may do where a call waits for it. */
export type Move =
  | { readonly act: DrivenAct }
  | { readonly dataAction: string; readonly answer: DrivenAnswer };

/** Outputs of data actions by name, with their types. */
export type OutputTypes = (dataAction: string) => { readonly [output: string]: string };

/** What moves are made of. */
export interface MoveSources {
  readonly program: Program;
  readonly literals: Literals;
  readonly outputsOf: OutputTypes;
}

const SILENCE: Move = { act: { do: 'keepSilent' } };
/** Words that no bot understands and no menu has. */
const NONSENSE = 'xyzzy';

/** Whether somebody has a choice at this wait: a caller, a receiver, or an agent of the queue. */
export function isDecision(wait: Wait): boolean {
  return wait.for === 'dataAction' || isPrompt(wait) || (wait.for === 'agent' && wait.dueAt === undefined);
}

/** All that is worth trying at a wait; the first is what a caller who does nothing, or a receiver in order, does. */
export function movesAt(sources: MoveSources, conversation: Conversation): readonly Move[] {
  const { program } = sources;
  const { wait, at } = conversation;
  const step = program.steps[program.byId.get(at) ?? -1];
  if (wait === undefined || step === undefined) return [];
  switch (wait.for) {
    case 'dataAction':
      return answers(sources, step, wait.dataAction, wait.dueAt !== undefined);
    case 'agent':
      return [{ act: { do: 'agentAnswers' } }];
    case 'choice':
      return [SILENCE, ...choices(program, step).map(toMove)];
    case 'digits':
      return [SILENCE, ...typed(sources, step).map(press)];
    case 'verification':
      return [press('1'), press('2'), SILENCE];
    case 'recording':
      return [SILENCE, press('#')];
    case 'answer':
      return [SILENCE, ...replies(sources, step, wait, conversation)];
    default:
      return [];
  }
}

function toMove(act: DrivenAct): Move {
  return { act };
}

function press(keys: string): Move {
  return { act: { do: 'press', keys, bargeIn: false } };
}

interface MenuSettings {
  readonly choices?: { readonly [key: string]: { readonly terms?: unknown } };
}

function choices(program: Program, { settings, unit }: Step): readonly DrivenAct[] {
  const own = Object.entries((settings as MenuSettings).choices ?? {});
  const global = program.units[unit]?.globalChoices ?? [];
  const keys = [...own.map(([key]) => key), ...global.map(({ key }) => key)];
  const wrong = [...'9876543210*#'].find((key) => !keys.includes(key));
  const spoken = [
    ...own.flatMap(([key, { terms }]) => (isKey(key) ? [] : firstTerm(terms))),
    ...global.flatMap(({ key, terms }) => (isKey(key) ? [] : firstTerm(terms))),
  ];
  return [
    ...distinct(keys.filter(isKey)).map((key): DrivenAct => ({ do: 'press', keys: key, bargeIn: false })),
    ...spoken.map((words): DrivenAct => ({ do: 'say', words, bargeIn: false })),
    wrong === undefined
      ? { do: 'say', words: NONSENSE, bargeIn: false }
      : { do: 'press', keys: wrong, bargeIn: false },
  ];
}

function isKey(key: string): boolean {
  return /^[0-9*#]$/.test(key);
}

/** Terms are a list, or a list for each language. */
function firstTerm(terms: unknown): readonly string[] {
  if (Array.isArray(terms)) return terms.filter((one) => typeof one === 'string').slice(0, 1);
  if (typeof terms !== 'object' || terms === null) return [];
  return Object.values(terms).flatMap(firstTerm);
}

interface DigitSettings {
  readonly digits?: {
    readonly exact?: number;
    readonly min?: number;
    readonly max?: number;
    readonly terminator?: string;
  };
  readonly saveAs?: Target;
}

function typed({ literals }: MoveSources, step: Step): readonly string[] {
  const { digits = {}, saveAs } = step.settings as DigitSettings;
  const { terminator } = digits;
  const min = digits.exact ?? digits.min ?? 1;
  const max = digits.exact ?? digits.max ?? 40;
  const known = saveAs === undefined ? [] : literals.of(step, saveAs);
  const other = terminator === '#' ? '*' : terminator === '*' ? '#' : undefined;
  const short = min > 1 ? '1'.repeat(min - 1) : undefined;
  return [
    ...sampleDigits({ min, max, ...(terminator !== undefined && { terminator }) }, known),
    ...(short === undefined ? [] : [short]),
    ...(terminator === undefined ? [] : [terminator]),
    ...(other === undefined ? [] : [`1${other}`]),
  ];
}

type AnswerWait = Extract<Wait, { for: 'answer' }>;

interface AskingSettings {
  readonly slot?: Target;
  readonly saveAs?: Target;
  readonly choices?: { readonly [name: string]: unknown };
}

function replies(
  sources: MoveSources,
  step: Step,
  { question, confirming }: AnswerWait,
  { language, call }: Conversation,
): readonly Move[] {
  const { program } = sources;
  const isVoice = mediumOf(program.type, call) === 'voice';
  const tell = (words: string, understood?: DrivenUnderstood): Move => {
    const meant = understood === undefined ? {} : { understood };
    return {
      act: isVoice ? { do: 'say', words, bargeIn: false, ...meant } : { do: 'write', text: words, ...meant },
    };
  };
  const { yes, no } = yesNoWords(language);
  const yesOrNo = [tell(yes[0] ?? 'yes'), tell(no[0] ?? 'no'), tell(NONSENSE)];
  if (confirming !== undefined || question === 'boolean') return yesOrNo;
  const settings = step.settings as AskingSettings;
  const nlu = program.units[step.unit]?.bot.nlu;
  switch (question) {
    case 'choice':
      return [...Object.keys(settings.choices ?? {}).map((name) => tell(name)), tell(NONSENSE)];
    case 'intent': {
      const intents = [...(nlu?.intents.values() ?? [])].map(({ name, utterances }) =>
        tell(utterances[0]?.join(' ') || name, { intent: name }),
      );
      const known = (nlu?.knowledge ?? [])
        .slice(0, 2)
        .map(({ questions }) => tell(questions[0]?.join(' ') ?? ''));
      return [...intents, ...known, tell(NONSENSE), tell('agent')];
    }
    case 'slot':
      return [...slotValues(sources, step, settings.slot).map((one) => slotMove(one)), tell(NONSENSE)];
    default:
      return [...inputValues(sources, step, settings.saveAs).map((one) => tell(one)), tell('agent')];
  }

  function slotMove(value: Json): Move {
    const name = settings.slot?.name.replace(/^Slot\./i, '') ?? '';
    return tell(typeof value === 'string' ? value : JSON.stringify(value), { slots: { [name]: value } });
  }
}

type DrivenUnderstood = NonNullable<Extract<DrivenAct, { do: 'write' }>['understood']>;

function slotValues({ literals }: MoveSources, step: Step, slot: Target | undefined): readonly Json[] {
  return slot === undefined ? [] : sampleValues(slot.type, literals.of(step, slot));
}

function inputValues({ literals }: MoveSources, step: Step, target: Target | undefined): readonly string[] {
  const known = target === undefined ? [] : literals.of(step, target).map(String);
  return distinct(['hello', ...known]);
}

interface DataSettings {
  readonly successOutputs?: { readonly [output: string]: Target };
  readonly failureOutputs?: { readonly [output: string]: Target };
}

/** Whether a failure can tell such a value. */
function canFail(output: string, value: Json): boolean {
  if (FAILURE_OUTPUTS[output] === 'integer') return typeof value === 'number' && value >= 100 && value <= 599;
  return FAILURE_OUTPUTS[output] === 'string' && typeof value === 'string';
}

function answers(
  { literals, outputsOf }: MoveSources,
  step: Step,
  dataAction: string,
  hasTimeout: boolean,
): readonly Move[] {
  const { successOutputs = {}, failureOutputs = {} } = step.settings as DataSettings;
  const types = outputsOf(dataAction);
  const base: JsonObject = Object.fromEntries(
    Object.entries(types).map(([output, type]) => [output, firstValue(output, type)]),
  );
  const varied = Object.entries(successOutputs).flatMap(([output, target]) => {
    const type = types[output] ?? target.type;
    const values = sampleValues(type, literals.of(step, target));
    const { [output]: _left, ...without } = base;
    return [...values.map((value): JsonObject => ({ ...base, [output]: value })), without];
  });
  const failure: JsonObject = { errorCode: 'bad.request', status: 400, userMessage: 'It went wrong.' };
  const failures = Object.entries(failureOutputs).flatMap(([output, target]) =>
    literals
      .of(step, target)
      .filter((value) => canFail(output, value))
      .map((value): JsonObject => ({ ...failure, [output]: value })),
  );
  return [
    ...distinct([base, ...varied]).map((outputs): Move => ({ dataAction, answer: { outputs } })),
    ...distinct([failure, ...failures]).map((one): Move => ({ dataAction, answer: { failure: one } })),
    ...(hasTimeout ? [{ dataAction, answer: { timeout: true } } as const] : []),
  ];

  function firstValue(output: string, type: string): Json {
    const target = successOutputs[output];
    return target === undefined
      ? usual(type)
      : (sampleValues(type, literals.of(step, target))[0] ?? usual(type));
  }
}
