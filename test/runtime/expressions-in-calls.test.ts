import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import type { Environment } from '../../src/runtime/environment.ts';
import { heard, type Played, play, programOf } from './play.ts';

const ENVIRONMENT: Environment = {
  speechCharactersPerSecond: 0,
  queues: { Sales: { id: '6b943b2c-9201-470b-4bf7-a133a93e2913' }, 'Sales ': {}, support: {} },
  users: { 'ann@example.com': { id: 'u1', name: 'Ann Lee' }, Bob: {} },
  skills: { Billing: { id: 's1' } },
  emergencyGroups: { Storm: {} },
  prompts: {
    greeting: { 'en-US': 'Hello.', de: { text: 'Guten Tag.', seconds: 2 } },
    'PromptSystem.processing': 'One moment.',
  },
};

/** Plays a task of these actions and a disconnect. */
function played(actions: readonly Json[], flow: JsonObject = {}): Played {
  const program = programOf({ ...flow, actions: [...actions, { disconnect: true }] });
  return play(program, [], { environment: ENVIRONMENT, call: { ani: 'tel:+13175550123' } });
}

/** The value that an expression gives in a call. */
function given(exp: string): Json {
  const { conversation } = played([{ updateData: { 'Flow.x': { exp } } }], {
    variables: { 'Flow.x': { type: 'json' } },
  });
  return conversation.variables['Flow.x'] ?? null;
}

describe('R9 Look-ups in expressions', () => {
  it.each<readonly [exp: string, value: Json]>([
    ['FindQueue("support")', { name: 'support' }],
    ['FindQueue("SUPPORT")', { name: 'support' }],
    ['FindQueue("6B943B2C-9201-470B-4BF7-A133A93E2913").name', 'Sales'],
    ['FindQueueById("6b943b2c-9201-470b-4bf7-a133a93e2913").name', 'Sales'],
    ['FindQueue("nobody")', null],
    ['FindUser("ANN@example.com")', { id: 'u1', name: 'Ann Lee', username: 'ann@example.com' }],
    ['FindUser("Bob").name', 'Bob'],
    ['FindUserById("u1").username', 'ann@example.com'],
    ['FindSkill("billing").id', 's1'],
    ['FindEmergencyGroup("Storm").name', 'Storm'],
    ['FindUserPrompt("Prompt.Greeting").textToSpeech', 'Hello.'],
    ['Prompt.greeting.textToSpeech', 'Hello.'],
    ['PromptSystem.processing.textToSpeech', 'One moment.'],
    ['FindSystemPrompt("greeting")', null],
    ['GetDefaultLanguage()', 'en-us'],
    ['Count(GetSupportedLanguages())', 1],
  ])('%s', (exp, value) => {
    expect(given(exp)).toEqual(value);
  });
});

describe('R9 Audio of expressions', () => {
  it.each<readonly [audio: Json, texts: readonly string[]]>([
    [{ exp: '"Hello"' }, ['Hello']],
    [{ exp: 'Prompt.greeting' }, ['Hello.']],
    [{ exp: 'ToAudio(PromptSystem.processing)' }, ['One moment.']],
    [
      { exp: 'Append(Prompt.greeting, ToAudioTTS("You are"), ToAudioNumberOrdinal(3))' },
      ['Hello.', 'You are', '3rd'],
    ],
    [{ exp: 'AudioPlaybackOptions(ToAudioTTS("Listen."), false)' }, ['Listen.']],
    [{ exp: '1 + 1' }, ['2']],
    [{ exp: 'ToAudioTTS(NOT_SET)' }, []],
    [{ exp: 'Prompt.missing' }, ['[missing]']],
    [{ exp: 'FindUserPrompt("Greeting")' }, ['Hello.']],
  ])('%j is heard', (audio, texts) => {
    expect(heard(played([{ playAudio: audio }]).events)).toEqual(texts);
  });

  it('has pauses that take time and are not told', () => {
    const exp = 'Append(ToAudioTTS("a"), ToAudioBlank(1500), ToAudioTTS("b"))';
    const program = programOf({ actions: [{ playAudio: { exp } }, { disconnect: true }] });
    const { steps, events } = play(program, [], {
      environment: { ...ENVIRONMENT, speechCharactersPerSecond: 1 },
    });
    const playing = steps[0]?.conversation.wait?.playing ?? [];
    expect(playing.map(({ text, startsAt, endsAt }) => [text, endsAt - startsAt])).toEqual([
      ['a', 1000],
      ['', 1500],
      ['b', 1000],
    ]);
    expect(heard(events)).toEqual(['a', 'b']);
  });

  it('is cut short or not as AudioPlaybackOptions says', () => {
    const actions = [{ playAudio: { exp: 'AudioPlaybackOptions(Prompt.greeting, false)' } }, { wait: 5 }];
    const program = programOf({ type: 'workflow', actions: [...actions, { endWorkflow: '' }] });
    const { steps } = play(program, [], { environment: ENVIRONMENT });
    expect(steps[0]?.conversation.audio).toEqual([{ text: 'Hello.', prompt: 'greeting', bargeIn: false }]);
  });
});

describe('R9 Open questions of the expression language', () => {
  const told = ({ events }: Played) => events.filter(({ type }) => type === 'usedOpenRule');

  it('stand in the transcript, once for each rule and action', () => {
    const exp = 'FindString("a", "") + FindString("b", "") + WeekNum(GetCurrentDateTimeUtc())';
    const result = played([
      { updateData: { 'Task.a': { exp }, 'Task.b': { exp: 'FindString("c", "")' } } },
      { updateData: { 'Task.a': { exp: 'FindString("a", "")' } } },
    ]);
    expect(told(result).map(({ action, rule }) => [action, rule])).toEqual([
      ['main/updateData', 'EMPTY_SEARCH'],
      ['main/updateData', 'WEEK_NUMBER'],
      ['main/updateData-2', 'EMPTY_SEARCH'],
    ]);
    expect(told(result)[0]).toMatchObject({
      question: 'Where does FindString find an empty text?',
      answer: 'At 0',
    });
  });

  it('are not spoken of where nothing depended on one', () => {
    expect(told(played([{ updateData: { 'Task.a': { exp: 'FindString("a", "b")' } } }]))).toEqual([]);
  });
});
