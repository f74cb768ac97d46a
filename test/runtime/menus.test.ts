import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { compilePartial } from './play.ts';

const BYE = { disconnect: true };
const GLOBAL = { audio: 'A.', choices: { '0': { global: true, actions: [BYE] } } };

function found(flow: JsonObject, code: string) {
  return compilePartial(flow).diagnostics.filter((one) => one.code === code);
}

describe('checking menus', () => {
  it('R10 refuses one key that counts everywhere for choices of two menus', () => {
    const flow = { startUp: { menu: 'a' }, menus: { a: GLOBAL, b: GLOBAL } };
    expect(found(flow, 'MENU_GLOBAL_KEY')).toMatchObject([
      { severity: 'error', pointer: '/menus/a/choices/0/global' },
      { severity: 'error', pointer: '/menus/b/choices/0/global' },
    ]);
  });

  it('R10 warns of a key that counts everywhere but here', () => {
    const own = { audio: 'B.', choices: { '0': { actions: [BYE] } } };
    expect(found({ startUp: { menu: 'a' }, menus: { a: GLOBAL, b: own } }, 'MENU_KEY_HIDDEN')).toMatchObject([
      { severity: 'warning', pointer: '/menus/b/choices/0' },
    ]);
  });

  it('lets two menus have words that count everywhere under one key', () => {
    const words = (audio: string) => ({
      audio,
      choices: { '0': { global: 'words', terms: [audio], actions: [BYE] } },
    });
    const { diagnostics } = compilePartial({
      startUp: { menu: 'a' },
      menus: { a: words('agent'), b: words('boss') },
    });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it.each(['previousMenu', 'repeatMenu'])('R10 refuses %s in a flow without menus', (action) => {
    expect(found({ actions: [{ [action]: true }] }, 'NO_MENU')).toMatchObject([
      { severity: 'error', pointer: `/tasks/main/0/${action}` },
    ]);
  });

  it('R10 refuses words that are no list', () => {
    const menus = { a: { audio: 'A.', choices: { '1': { terms: { 'en-US': 'yes' }, actions: [BYE] } } } };
    expect(found({ startUp: { menu: 'a' }, menus }, 'WRONG_TYPE')).toMatchObject([
      { pointer: '/menus/a/choices/1/terms/en-US' },
    ]);
  });

  it('R10 refuses a language that the flow does not have, with the nearest', () => {
    const flow = { languages: ['en-US', 'de-DE'], actions: [{ setLanguage: 'de-D' }, BYE] };
    expect(found(flow, 'UNKNOWN_LANGUAGE')).toMatchObject([
      { pointer: '/tasks/main/0/setLanguage', hint: 'did you mean `de-DE`?' },
    ]);
  });
});
