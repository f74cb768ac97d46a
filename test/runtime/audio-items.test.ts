import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { type AudioItem, audioItems } from '../../src/runtime/audio-items.ts';

describe('The pieces of audio in a value', () => {
  it.each<readonly [value: Json, items: readonly AudioItem[]]>([
    ['Hello', [{ text: 'Hello' }]],
    [5, [{ text: '5' }]],
    ['', []],
    [null, []],
    [
      [{ text: 'a' }, 'b', null],
      [{ text: 'a' }, { text: 'b' }],
    ],
    [[{ text: 'a', language: 'de-de' }], [{ text: 'a', language: 'de-de' }]],
    [[{ silence: 500, bargeIn: true }], [{ silenceMs: 500, bargeIn: true }]],
    [[{ text: 'a', bargeIn: false, flush: true }], [{ text: 'a', bargeIn: false, flush: true }]],
    [[{ prompt: 'PromptSystem.x', text: '' }], [{ prompt: 'PromptSystem.x' }]],
    [[{ prompt: 'x', text: 'Words' }], [{ prompt: 'x', text: 'Words' }]],
    [{ name: 'greeting', type: 'user' }, [{ prompt: 'greeting' }]],
    [{ name: 'processing', type: 'system' }, [{ prompt: 'PromptSystem.processing' }]],
    [{ e164: '+13175550123', raw: 'x' }, [{ text: '+13175550123' }]],
  ])('%j', (value, items) => {
    expect(audioItems(value)).toEqual(items);
  });
});
