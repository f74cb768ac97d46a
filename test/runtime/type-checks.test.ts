import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { compilePartial } from './play.ts';

const BYE = { disconnect: true };

/** A variable of every type that the cases need. */
const VARIABLES: JsonObject = {
  'Flow.text': { type: 'string', isInput: true },
  'Flow.whole': { type: 'integer', isInput: true },
  'Flow.number': { type: 'decimal', isInput: true },
  'Flow.yes': { type: 'boolean', isInput: true },
  'Flow.at': { type: 'dateTime', isInput: true },
  'Flow.wait': { type: 'duration', isInput: true },
  'Flow.money': { type: 'currency', isInput: true },
  'Flow.phone': { type: 'phoneNumber', isInput: true },
  'Flow.queue': { type: 'queue', isInput: true },
  'Flow.skill': { type: 'skill', isInput: true },
  'Flow.texts': { type: 'stringCollection', isInput: true },
  'Flow.wholes': { type: 'integerCollection', isInput: true },
  'Flow.json': { type: 'json', isInput: true },
};
const LOOK = {
  look: {
    inputs: { id: { type: 'string', required: false }, count: { type: 'integer', required: false } },
    outputs: { name: 'string', count: 'integer', list: 'stringCollection', whole: 'json' },
  },
} as const;

/** Codes and messages of the faults of one action, by pointer below it. */
function faults(action: JsonObject): readonly (readonly [pointer: string, code: string, message: string])[] {
  const { diagnostics } = compilePartial({ variables: VARIABLES, actions: [action, BYE] }, LOOK);
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ pointer, code, message }) => [
      pointer.replace(/^\/tasks\/main\/0\/|\/exp$/g, ''),
      code,
      message.split('\n')[0] ?? '',
    ]);
}

const set = (name: string, value: Json): JsonObject => ({ updateData: { [name]: value } });
const look = (settings: JsonObject): JsonObject => ({
  callData: { dataAction: 'look', outputs: { failure: [BYE], timeout: [BYE] }, ...settings },
});

describe('R10 A value of the wrong type is found before any call', () => {
  it.each<readonly [what: string, action: JsonObject, pointer: string, message: string]>([
    [
      'a decision that is not Boolean',
      { decision: { condition: { exp: 'Flow.queue' } } },
      'decision/condition',
      'this gives Queue, but Boolean is wanted',
    ],
    [
      'a decision by a rule',
      { decision: { condition: { var: 'Flow.at' } } },
      'decision/condition',
      'this gives a dateTime, but a boolean is wanted',
    ],
    [
      'a decision by a list',
      { decision: { condition: { exp: 'Flow.texts' } } },
      'decision/condition',
      'this gives String collection, but Boolean is wanted',
    ],
    [
      'a number for a queue',
      set('Flow.queue', 1),
      'updateData/Flow.queue',
      'this gives an integer, but a queue is wanted',
    ],
    [
      'a skill for a queue',
      set('Flow.queue', { exp: 'Flow.skill' }),
      'updateData/Flow.queue',
      'this gives Skill, but Queue is wanted',
    ],
    [
      'a text for a collection',
      set('Flow.texts', { exp: '"a"' }),
      'updateData/Flow.texts',
      'this gives String, but String collection is wanted',
    ],
    [
      'numbers for texts',
      set('Flow.texts', { exp: 'MakeList(1, 2)' }),
      'updateData/Flow.texts',
      'this gives Integer collection, but String collection is wanted',
    ],
    [
      'a duration for a moment',
      set('Flow.at', { exp: 'MakeDuration(0, 0, 0, 1)' }),
      'updateData/Flow.at',
      'this gives Duration, but DateTime is wanted',
    ],
    [
      'a moment for a whole number',
      set('Flow.whole', { exp: 'GetCurrentDateTimeUtc()' }),
      'updateData/Flow.whole',
      'this gives DateTime, but Integer is wanted',
    ],
    [
      'a currency for a duration',
      set('Flow.wait', { exp: 'MakeCurrency(1, "USD")' }),
      'updateData/Flow.wait',
      'this gives Currency, but Duration is wanted',
    ],
    [
      'words for a number',
      set('Flow.number', 'many'),
      'updateData/Flow.number',
      '"many" cannot be read as decimal',
    ],
    [
      'audio for a variable',
      set('Task.sound', { exp: 'ToAudioTTS("a")' }),
      'updateData/Task.sound',
      '`Task.sound` cannot hold audio',
    ],
    [
      'a queue as audio',
      { playAudio: { exp: 'Flow.queue' } },
      'playAudio',
      'this gives Queue, but Audio is wanted',
    ],
    [
      'an output bound to another type',
      look({ successOutputs: { list: 'Flow.whole' } }),
      'callData/successOutputs/list',
      '`list` is of type stringCollection, `Flow.whole` of type integer',
    ],
    [
      'an output bound to a thing',
      look({ successOutputs: { name: 'Flow.queue' } }),
      'callData/successOutputs/name',
      '`name` is of type string, `Flow.queue` of type queue',
    ],
    [
      'a failure output bound to a number list',
      look({ failureOutputs: { errorCode: 'Flow.wholes' } }),
      'callData/failureOutputs/errorCode',
      '`errorCode` is of type string',
    ],
    [
      'an input of another type',
      look({ inputs: { id: { exp: 'Flow.texts' } } }),
      'callData/inputs/id',
      '`id` gets a value of type stringCollection, the contract says string',
    ],
    [
      'an attribute read into a list',
      { getParticipantData: { a: 'Flow.texts' } },
      'getParticipantData/a',
      'this gives a value of type string, `Flow.texts` is of type stringCollection',
    ],
    [
      'digits kept in a queue',
      {
        collectInput: {
          audio: 'Type.',
          digits: { exact: 1 },
          saveAs: 'Flow.queue',
          outputs: { failure: [BYE] },
        },
      },
      'collectInput/saveAs',
      'this gives a value of type string, `Flow.queue` is of type queue',
    ],
    [
      'a count that is a list',
      { loop: { count: { exp: 'Flow.texts' }, outputs: { loop: [{ loopExit: {} }] } } },
      'loop/count',
      'this gives String collection, but Integer is wanted',
    ],
  ])('%s', (_what, action, pointer, message) => {
    const found = faults(action);
    expect(found).toHaveLength(1);
    expect(found[0]?.[0]).toBe(pointer);
    expect(found[0]?.[1]).toBe('WRONG_TYPE');
    expect(found[0]?.[2]).toContain(message);
  });

  it.each<readonly [what: string, action: JsonObject]>([
    ['a whole number for a decimal', set('Flow.number', { exp: 'Flow.whole' })],
    ['a text of a queue', set('Flow.text', { exp: 'Flow.queue' })],
    ['a text of a list', set('Flow.text', { exp: 'Flow.texts' })],
    ['an amount for a decimal', set('Flow.number', { exp: 'Flow.money' })],
    ['milliseconds of a duration', set('Flow.whole', { exp: 'Flow.wait' })],
    ['a number of a text', set('Flow.phone', { exp: 'Flow.text' })],
    ['NOT_SET for anything', set('Flow.queue', { exp: 'NOT_SET' })],
    ['anything for JSON', set('Flow.json', { exp: 'Flow.queue' })],
    ['what only the call tells', set('Flow.queue', { var: 'Flow.json.queue' })],
    ['a whole number asked as a condition', { decision: { condition: { exp: 'Flow.whole' } } }],
    ['a moment as audio', { playAudio: { exp: 'Flow.at' } }],
    ['a list of texts from an action', look({ successOutputs: { list: 'Flow.texts' } })],
    ['an object from an action', look({ successOutputs: { whole: 'Flow.json' } })],
  ])('and not %s', (_what, action) => {
    expect(faults(action)).toEqual([]);
  });
});
