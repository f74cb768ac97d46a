import { describe, expect, it } from 'vitest';
import { jsonPlaces } from '../../../src/actions/places/json-places.ts';
import { missingEscapes } from '../../../src/actions/places/missing-escapes.ts';
import { urlPlaces } from '../../../src/actions/places/url-places.ts';
import type { JsonObject } from '../../../src/authoring/json.ts';
import { marked, value } from './marked.ts';

const text = (input: JsonObject, name: string) => String(input[name]);

describe('missingEscapes', () => {
  it('tells which ordinary text would be refused, and for want of what', () => {
    const refuse = (input: JsonObject) => {
      const escaped = JSON.stringify(text(input, 'safe')).slice(1, -1);
      const result = jsonPlaces(
        marked`{"a": "${value(text(input, 'x'))}", "b": "${value(escaped, 'safe')}"}`,
      );
      return result.ok ? undefined : result.fault;
    };
    expect(missingEscapes(refuse, { x: 'a', safe: 'a' }, ['x', 'safe'])).toEqual([
      {
        input: 'x',
        raw: '${input.x}',
        escape: 'jsonString',
        characters: ['a quotation mark', 'a backslash', 'a line break'],
      },
    ]);
  });

  it('knows each place of a URL', () => {
    const refuse = (input: JsonObject) => {
      const [id, q] = [value(text(input, 'id'), 'id'), value(text(input, 'q'), 'q')];
      const result = urlPlaces(marked`/users/${id}?q=${q}`, { absolute: false });
      return result.ok ? undefined : result.fault;
    };
    expect(missingEscapes(refuse, { id: '1', q: '1' }, ['id', 'q'])).toMatchObject([
      { input: 'id', escape: 'uriEncode', characters: ['a backslash', 'a line break', 'a slash', 'a space'] },
      { input: 'q', escape: 'url', characters: ['a line break', 'an ampersand', 'a space'] },
    ]);
  });

  it('tries at most 50 inputs, and none when the sample cannot be sent', () => {
    let count = 0;
    const names = Array.from({ length: 500 }, (_, index) => `x${index}`);
    missingEscapes(() => void count++, {}, names);
    expect(count).toBe(51);
    expect(missingEscapes(() => ({ kind: 'template', what: '', hint: '' }), {}, names)).toEqual([]);
  });
});
