import type { Json } from '../../authoring/json.ts';
import type { Confirming, QuestionKind, Stimulus, Wait } from '../conversation.ts';
import { yesNoWords } from '../default-texts.ts';
import type { Expression } from '../expression/expression.ts';
import type { ActionContext, Next } from '../flow-action.ts';
import { tell, textOf, textOr } from '../tell.ts';
import { yesOrNo } from '../understanding/slot-value.ts';
import type { Input } from './input.ts';
import { agentWanted, handOver, leaveBot, wantsAgent } from './leaving.ts';

/*
 * How every action of a bot asks: the question, what is said after silence and after what was not understood, how often,
 * confirmation, and asking for a person. What an answer means is each action's own. Source: facts/ACTIONS 2.3.
 *
 * A1: an action that asks ends by an answer, by a max path that is wired, or by giving up: recognition failure.
 * A2: a confirmation and the question it stands for count their failures apart.
 */

/** Settings of any action that asks, compiled. */
export interface AskSettings {
  readonly question?: Expression;
  readonly noInput?: Expression;
  readonly noMatch?: Expression;
  readonly noInputReprompts?: readonly Expression[];
  readonly noMatchReprompts?: readonly Expression[];
  readonly outputs?: { readonly maxNoInputs?: string; readonly maxNoMatches?: string };
}

/** What an input means: an answer, which may have to be confirmed first, or a way on without one. */
export type Meaning =
  | { readonly answer: Json; readonly confirmation?: string }
  | { readonly leave: Next }
  | undefined;

/** What one action asks for. */
export interface Asking<Settings extends AskSettings> {
  readonly kind: QuestionKind;
  /** What is asked where the author wrote no question. */
  question?(context: ActionContext): string;
  /** Answers that a written question shows as buttons. */
  quickReplies?(settings: Settings, context: ActionContext): readonly string[];
  /** @returns undefined when it is not understood. */
  understand(settings: Settings, input: Input, context: ActionContext): Meaning;
  accept(settings: Settings, answer: Json, words: string, context: ActionContext): Next;
  /** Takes back what `understand` did, since something else was meant. */
  reject?(settings: Settings, context: ActionContext): void;
}

type AnswerWait = Extract<Wait, { readonly for: 'answer' }>;
/** Where the asking is. */
type Turn = Pick<AnswerWait, 'noInputs' | 'noMatches' | 'rejections' | 'keys' | 'confirming'>;

/** What one action asks for in one conversation. */
interface Scene {
  readonly kind: QuestionKind;
  readonly settings: AskSettings;
  readonly context: ActionContext;
  question(): string;
  quickReplies(): readonly string[];
  understand(input: Input): Meaning;
  accept(answer: Json, words: string): Next;
  reject(): void;
}

function sceneOf<Settings extends AskSettings>(
  asking: Asking<Settings>,
  settings: Settings,
  context: ActionContext,
): Scene {
  const { question } = settings;
  return {
    kind: asking.kind,
    settings,
    context,
    question: () => (question === undefined ? (asking.question?.(context) ?? '') : textOf(question, context)),
    quickReplies: () => asking.quickReplies?.(settings, context) ?? [],
    understand: (input) => asking.understand(settings, input, context),
    accept: (answer, words) => asking.accept(settings, answer, words, context),
    reject: () => asking.reject?.(settings, context),
  };
}

const FIRST: Turn = { noInputs: 0, noMatches: 0, rejections: 0 };
/** Architect's defaults (facts/ACTIONS 3.4). */
const MAX_RETRIES = 3;
const INTER_DIGIT_SECONDS = 3;
const VOICE_SECONDS = 7;
const WRITTEN_SECONDS = 60;
/** Longest conversation in writing: 72 hours. Architect: help page "wait action". */
const MAX_SESSION_MS = 72 * 3_600_000;
/** Where the first words for a bot are kept until it asks. */
export const INPUT_TEXT = 'bot.inputText';

/** Asks; the words that the caller of the bot handed over answer the first question without its being asked. */
export function ask<Settings extends AskSettings>(
  asking: Asking<Settings>,
  settings: Settings,
  context: ActionContext,
): Next {
  const scene = sceneOf(asking, settings, context);
  const given = context.fact(INPUT_TEXT);
  context.setFact(INPUT_TEXT, undefined);
  if (typeof given === 'string' && given.trim() !== '') return heard(scene, { text: given }, FIRST);
  return pose(scene, [scene.question()], FIRST);
}

/** Takes what ended the wait for an answer. */
export function answer<Settings extends AskSettings>(
  asking: Asking<Settings>,
  settings: Settings,
  stimulus: Stimulus,
  wait: Wait,
  context: ActionContext,
): Next {
  if (wait.for !== 'answer') return { wait };
  const scene = sceneOf(asking, settings, context);
  switch (stimulus.type) {
    case 'pressed':
      return pressed(scene, wait);
    case 'spoke':
      return heard(scene, { ...stimulus, text: stimulus.words }, wait);
    case 'wrote':
      return heard(scene, stimulus, wait);
    case 'timeElapsed':
      return wait.keys === undefined ? silent(scene, wait) : heard(scene, { text: wait.keys }, wait);
    default:
      return { wait };
  }
}

/** Says or writes a question, and listens. */
function pose(scene: Scene, texts: readonly string[], turn: Turn): Next {
  const { context } = scene;
  const { enableAutomaticQuickReplies = true, enableBargeIn = true } = context.bot.settings;
  const quickReplies = turn.confirming === undefined ? scene.quickReplies() : yesNoReplies(context);
  const isShown = enableAutomaticQuickReplies || scene.kind === 'choice';
  tell(context, texts.filter((text) => text.trim() !== '').join(' '), {
    bargeIn: enableBargeIn,
    ...(isShown ? { quickReplies } : {}),
  });
  return context.cutQueuedAudio() ? pressed(scene, turn) : listen(scene, turn);
}

/** Yes and no as buttons, in the language of the conversation. */
export function yesNoReplies({ language }: Pick<ActionContext, 'language'>): readonly string[] {
  const { yes, no } = yesNoWords(language);
  return [yes[0] ?? '', no[0] ?? ''].map((word) => word.charAt(0).toUpperCase() + word.slice(1));
}

function listen(scene: Scene, { noInputs, noMatches, rejections, keys, confirming }: Turn): Next {
  const { context } = scene;
  const { playing, endsAt } = context.flush();
  const seconds = keys === undefined ? patience(context) : interDigitSeconds(context);
  const due = endsAt + seconds * 1000;
  return {
    wait: {
      for: 'answer',
      question: scene.kind,
      noInputs,
      noMatches,
      rejections,
      ...(keys === undefined ? {} : { keys }),
      ...(confirming === undefined ? {} : { confirming }),
      playing,
      dueAt: context.isVoice ? due : Math.min(due, context.startedAt + MAX_SESSION_MS),
    },
  };
}

/** How long an answer may take. In writing a bot of the phone is patient, too: a guess. */
function patience({ bot, isVoice, flowType }: ActionContext): number {
  const { noInputsTimeoutSeconds: given } = bot.settings;
  if (isVoice) return given ?? VOICE_SECONDS;
  return flowType === 'botFlow' ? Math.max(given ?? 0, WRITTEN_SECONDS) : (given ?? WRITTEN_SECONDS);
}

function interDigitSeconds({ bot }: ActionContext): number {
  return bot.settings.interDigitTimeoutSeconds ?? INTER_DIGIT_SECONDS;
}

/** Takes the keys that are there: at once for yes and no, otherwise up to the terminator. */
function pressed(scene: Scene, turn: Turn): Next {
  const { context } = scene;
  const { dtmfTerminator = '#' } = context.bot.settings;
  const { keys: before = '', ...rest } = turn;
  const isYesNo = scene.kind === 'boolean' || turn.confirming !== undefined;
  let keys = before;
  for (let key = context.takeKey(); key !== undefined; key = context.takeKey()) {
    if (isYesNo) return heard(scene, { text: yesNoKey(key, context) }, rest);
    if (key === dtmfTerminator) return heard(scene, { text: keys }, rest);
    keys += key;
  }
  return listen(scene, keys === '' ? rest : { ...rest, keys });
}

function yesNoKey(key: string, { language }: ActionContext): string {
  const { yes, no } = yesNoWords(language);
  return (key === '1' ? yes[0] : key === '2' ? no[0] : undefined) ?? key;
}

/** Finds out what an input means. */
function heard(scene: Scene, input: Input, { keys: _, ...turn }: Turn): Next {
  const { context } = scene;
  if (turn.confirming !== undefined) return confirmed(scene, input, turn, turn.confirming);
  if (wantsAgent(input, context)) return confirm(scene, turn, agentWanted(input, context));
  const meaning = scene.understand(input);
  if (meaning === undefined) return notUnderstood(scene, input, turn);
  if ('leave' in meaning) return meaning.leave;
  const { answer: meant, confirmation } = meaning;
  if (confirmation === undefined) return scene.accept(meant, input.text);
  const confirming = {
    what: 'answer',
    answer: meant,
    words: input.text,
    question: confirmation,
    noInputs: 0,
    noMatches: 0,
  } as const;
  return confirm(scene, turn, confirming);
}

function confirm(scene: Scene, turn: Turn, confirming: Confirming): Next {
  return pose(scene, [confirming.question], { ...turn, confirming });
}

/** A2: yes, no, or neither. */
function confirmed(scene: Scene, input: Input, turn: Turn, confirming: Confirming): Next {
  const { context } = scene;
  const { confirming: _, ...base } = turn;
  const isYes = yesOrNo(input.text, context.language);
  if (isYes === undefined) return unclear(scene, turn, confirming, 'noMatches');
  const { what, answer: meant, words } = confirming;
  context.emit('gotAnswer', { question: 'confirmation', words: input.text, answer: isYes });
  if (what === 'agent') return isYes ? handOver(context) : pose(scene, [scene.question()], base);
  if (isYes) return scene.accept(meant, words);
  scene.reject();
  const rejections = turn.rejections + 1;
  const { confirmationRejectionsMax = MAX_RETRIES, noToConfirmationApology } = context.bot.settings;
  if (rejections > confirmationRejectionsMax) return giveUp(scene, 'rejections');
  const texts = [textOr(noToConfirmationApology, 'rejectionApology', context), scene.question()];
  return pose(scene, texts, { ...base, rejections });
}

/** Asks again for yes or no. */
function unclear(scene: Scene, turn: Turn, before: Confirming, what: 'noInputs' | 'noMatches'): Next {
  const { context } = scene;
  const confirming = { ...before, [what]: before[what] + 1 };
  const bot = context.bot.settings;
  if (confirming[what] > ((what === 'noInputs' ? bot.noInputsMax : bot.noMatchesMax) ?? MAX_RETRIES))
    return giveUp(scene, what);
  const apology =
    what === 'noInputs'
      ? textOr(bot.confirmationNoInputApology, silenceText(context), context)
      : textOr(bot.confirmationNoMatchApology, 'yesNoApology', context);
  return pose(scene, [apology, confirming.question], { ...turn, confirming });
}

function notUnderstood(scene: Scene, { text }: Input, turn: Turn): Next {
  const { settings, context } = scene;
  const noMatches = turn.noMatches + 1;
  context.emit('gotNoMatch', { question: scene.kind, noMatches, words: text });
  const { noMatchesMax = MAX_RETRIES, noMatchApology } = context.bot.settings;
  const { noMatch, noMatchReprompts, outputs } = settings;
  if (noMatches > (noMatchReprompts?.length ?? noMatchesMax))
    return outputs?.maxNoMatches === undefined ? giveUp(scene, 'noMatches') : { output: 'maxNoMatches' };
  const again = noMatchReprompts?.[noMatches - 1] ?? noMatch;
  const texts = [
    textOr(noMatchApology, 'noMatchApology', context),
    again === undefined ? scene.question() : textOf(again, context),
  ];
  return pose(scene, texts, { ...turn, noMatches });
}

function silent(scene: Scene, turn: Turn): Next {
  const { settings, context } = scene;
  if (!context.isVoice && context.now >= context.startedAt + MAX_SESSION_MS)
    return { end: { reason: 'flowDisconnected', detail: 'the conversation is older than 72 hours' } };
  if (turn.confirming !== undefined) return unclear(scene, turn, turn.confirming, 'noInputs');
  const noInputs = turn.noInputs + 1;
  context.emit('gotNoInput', { question: scene.kind, noInputs });
  const { noInputsMax = MAX_RETRIES, noInputApology } = context.bot.settings;
  const { noInput, noInputReprompts, outputs } = settings;
  if (noInputs > (noInputReprompts?.length ?? noInputsMax))
    return outputs?.maxNoInputs === undefined ? giveUp(scene, 'noInputs') : { output: 'maxNoInputs' };
  const again = noInputReprompts?.[noInputs - 1] ?? noInput;
  const texts = [
    textOr(noInputApology, silenceText(context), context),
    again === undefined ? scene.question() : textOf(again, context),
  ];
  return pose(scene, texts, { ...turn, noInputs });
}

function silenceText({ isVoice }: ActionContext): 'noInputApology' | 'noInput' {
  return isVoice ? 'noInputApology' : 'noInput';
}

/** A1: recognition failure. A written conversation that fell silent may have a farewell of its own. */
function giveUp(scene: Scene, reason: 'noInputs' | 'noMatches' | 'rejections'): Next {
  const { context } = scene;
  const { settings } = context.bot;
  context.emit('failedRecognition', { question: scene.kind, reason });
  const isFarewell = !context.isVoice && reason === 'noInputs' && settings.endOfSessionMessage !== undefined;
  const text = isFarewell
    ? textOf(settings.endOfSessionMessage, context)
    : textOr(settings.recognitionFailureEventHandover, 'recognitionFailure', context);
  return leaveBot(text, 'RecognitionFailure', settings.recognitionFailureEventHandling, context);
}
