import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { start } from '../../src/runtime/interpreter.ts';
import { NOW, programOf, SILENT } from './play.ts';

/** Starts a flow of these actions and tells how it ended, and after how long. */
function ended(...actions: readonly Json[]) {
  const variables = {
    'Flow.x': { type: 'string', initialValue: 'x'.repeat(1000) },
    'Flow.list': { type: 'json' },
  };
  const program = programOf({ variables, actions: [...actions, { disconnect: {} }] });
  const begun = performance.now();
  const { conversation, events } = start(program, { id: 'c1', now: NOW, environment: SILENT, call: {} });
  const failed = events.filter(({ type }) => type === 'failedAction');
  return {
    ending: conversation.ending,
    failed,
    ms: performance.now() - begun,
    size: JSON.stringify(events).length,
  };
}

const rounds = (...actions: readonly Json[]) => ({ loop: { count: 4000, outputs: { loop: [...actions] } } });
const DOUBLED = { cat: [{ var: 'Flow.x' }, { var: 'Flow.x' }] };

describe('a step of a call has limits (SECURITY, must have 7)', () => {
  it('ends in error handling when it makes more text than can be stored', () => {
    const { ending, failed, size, ms } = ended(rounds({ updateData: { 'Flow.x': DOUBLED } }));
    expect(ending?.reason).toBe('error');
    expect(failed[0]).toMatchObject({ errorType: 'ExpressionError' });
    expect(size).toBeLessThan(20_000_000);
    expect(ms).toBeLessThan(5_000);
  });

  it('counts audio, participant data and JSON, too', () => {
    const long = '{{Flow.x}}'.repeat(100);
    for (const action of [
      { playAudio: long },
      { setParticipantData: { note: long } },
      { updateData: { 'Flow.list': [{ cat: Array.from({ length: 10 }, () => ({ var: 'Flow.x' })) }] } },
    ]) {
      const { ending, failed } = ended(rounds(action));
      expect([ending?.reason, failed.length > 0]).toEqual(['error', true]);
    }
  });

  it('lets the rules of a step share a budget, so that a loop over costly ones holds nobody up', () => {
    const items = Array.from({ length: 300 }, (_, index) => index);
    const sum = { reduce: [items, { '+': [{ var: 'current' }, { var: 'accumulator' }] }, 0] };
    const { ending, failed, ms } = ended(rounds({ updateData: { 'Flow.list': { map: [items, sum] } } }));
    expect(ending?.reason).toBe('error');
    expect(failed[0]?.['errorMessage']).toContain('operations');
    expect(ms).toBeLessThan(15_000);
  });
});
