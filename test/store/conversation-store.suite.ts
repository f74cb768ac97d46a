import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConversationStore } from '../../src/store/conversation-store.ts';
import { askedUntil, digitsUntil, stepRecord } from './step-record.ts';

/** A store to test, and how it is closed. */
export interface OpenedStore {
  readonly store: ConversationStore;
  close(): void;
}

/** What every ConversationStore does. `open` gives an empty one. */
export function conversationStoreSuite(name: string, open: () => OpenedStore): void {
  describe(`ConversationStore: ${name}`, () => {
    let opened: OpenedStore;
    let store: ConversationStore;
    beforeEach(() => {
      opened = open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    it('knows nothing at first', async () => {
      expect(await store.load('c1')).toBeUndefined();
      expect(await store.steps('c1')).toEqual([]);
      expect(await store.due(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
      expect(await store.nextDueAt(0)).toBeUndefined();
      expect(await store.unanswered()).toEqual([]);
      expect(await store.list(10)).toEqual([]);
      expect(await store.loadFlow('hash-1')).toBeUndefined();
    });

    it('gives back the newest state and all steps as they were saved', async () => {
      const first = stepRecord({ wait: digitsUntil(5_000) });
      const second = stepRecord({ step: 2, at: 2_000 });
      await store.saveStep(first);
      await store.saveStep(second);
      expect(await store.load('c1')).toEqual(second.conversation);
      expect(await store.steps('c1')).toEqual(
        [first, second].map(({ conversation, ...step }) => ({ step: conversation.step, ...step })),
      );
    });

    it('keeps conversations apart', async () => {
      await store.saveStep(stepRecord({ id: 'a' }));
      await store.saveStep(stepRecord({ id: 'b', wait: digitsUntil(5_000) }));
      expect((await store.load('a'))?.status).toBe('ended');
      expect((await store.load('b'))?.status).toBe('waiting');
      expect(await store.steps('a')).toHaveLength(1);
    });

    it('refuses a first step that is there already, and keeps what was there', async () => {
      const first = stepRecord({ wait: digitsUntil(5_000) });
      await store.saveStep(first);
      await expect(store.saveStep(stepRecord({ startedAt: 9_999 }))).rejects.toMatchObject({
        code: 'CONVERSATION_CONFLICT',
      });
      expect(await store.load('c1')).toEqual(first.conversation);
      expect(await store.steps('c1')).toHaveLength(1);
    });

    it('lets only one of two writers of the same step through', async () => {
      await store.saveStep(stepRecord({ wait: digitsUntil(5_000) }));
      const both = await Promise.allSettled([
        store.saveStep(stepRecord({ step: 2, wait: digitsUntil(6_000) })),
        store.saveStep(stepRecord({ step: 2 })),
      ]);
      expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
      expect(both[1]).toMatchObject({ reason: { code: 'CONVERSATION_CONFLICT' } });
      expect((await store.load('c1'))?.wait?.dueAt).toBe(6_000);
      expect(await store.steps('c1')).toHaveLength(2);
    });

    it('refuses a step that would leave a gap', async () => {
      await store.saveStep(stepRecord({ wait: digitsUntil(5_000) }));
      await expect(store.saveStep(stepRecord({ step: 3 }))).rejects.toMatchObject({
        code: 'CONVERSATION_CONFLICT',
      });
      await expect(store.saveStep(stepRecord({ id: 'new', step: 2 }))).rejects.toMatchObject({
        code: 'CONVERSATION_CONFLICT',
      });
      expect(await store.load('new')).toBeUndefined();
    });

    it('saves the others of the same moment although one is refused', async () => {
      await store.saveStep(stepRecord({ id: 'taken' }));
      const saved = await Promise.allSettled(
        ['a', 'taken', 'b'].map((id) => store.saveStep(stepRecord({ id }))),
      );
      expect(saved.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await store.load('a')).toBeDefined();
      expect(await store.load('b')).toBeDefined();
    });

    it('tells what is due, the earliest first, no more than asked for', async () => {
      await store.saveStep(stepRecord({ id: 'late', wait: digitsUntil(3_000) }));
      await store.saveStep(stepRecord({ id: 'b', wait: digitsUntil(2_000) }));
      await store.saveStep(stepRecord({ id: 'a', wait: digitsUntil(2_000) }));
      await store.saveStep(stepRecord({ id: 'never', wait: { for: 'digits', collected: '' } }));
      await store.saveStep(stepRecord({ id: 'over' }));
      expect(await store.due(1_999, 10)).toEqual([]);
      expect(await store.due(2_000, 10)).toEqual(['a', 'b']);
      expect(await store.due(9_000, 10)).toEqual(['a', 'b', 'late']);
      expect(await store.due(9_000, 2)).toEqual(['a', 'b']);
      expect(await store.nextDueAt(0)).toBe(2_000);
      expect(await store.nextDueAt(2_000)).toBe(3_000);
      expect(await store.nextDueAt(3_000)).toBeUndefined();
    });

    it('forgets a due time with the wait it belonged to', async () => {
      await store.saveStep(stepRecord({ wait: digitsUntil(2_000) }));
      await store.saveStep(stepRecord({ step: 2, wait: digitsUntil(8_000) }));
      expect(await store.due(2_000, 10)).toEqual([]);
      await store.saveStep(stepRecord({ step: 3 }));
      expect(await store.nextDueAt(0)).toBeUndefined();
    });

    it('tells who waits for a data action', async () => {
      await store.saveStep(stepRecord({ id: 'b', wait: askedUntil(2_000) }));
      await store.saveStep(stepRecord({ id: 'a', wait: askedUntil(9_000) }));
      await store.saveStep(stepRecord({ id: 'c', wait: digitsUntil(2_000) }));
      expect(await store.unanswered()).toEqual(['a', 'b']);
      await store.saveStep(stepRecord({ id: 'a', step: 2, wait: digitsUntil(3_000) }));
      expect(await store.unanswered()).toEqual(['b']);
    });

    it('lists the newest first', async () => {
      await store.saveStep(stepRecord({ id: 'old', startedAt: 1_000, wait: digitsUntil(2_000) }));
      await store.saveStep(stepRecord({ id: 'b', startedAt: 2_000 }));
      await store.saveStep(stepRecord({ id: 'a', startedAt: 2_000 }));
      await store.saveStep(
        stepRecord({ id: 'old', step: 2, startedAt: 1_000, at: 7_000, wait: askedUntil(8_000) }),
      );
      expect((await store.list(10)).map(({ id }) => id)).toEqual(['a', 'b', 'old']);
      expect(await store.list(2)).toHaveLength(2);
      expect((await store.list(3))[2]).toEqual({
        id: 'old',
        flowName: 'greet',
        status: 'waiting',
        waitsFor: 'dataAction',
        from: 'tel:+13175550123',
        startedAt: 1_000,
        updatedAt: 7_000,
      });
      expect((await store.list(1))[0]).not.toHaveProperty('waitsFor');
    });

    it('searches the list', async () => {
      for (const [id, startedAt] of [
        ['a', 1_000],
        ['b', 1_000],
        ['c', 2_000],
        ['d%', 3_000],
      ] as const)
        await store.saveStep(stepRecord({ id, startedAt, ...(id === 'b' && { wait: digitsUntil(9_000) }) }));
      const found = async (...asked: Parameters<ConversationStore['list']>) =>
        (await store.list(...asked)).map(({ id }) => id);
      expect(await found(10)).toEqual(['d%', 'c', 'a', 'b']);
      expect(await found(10, { status: 'waiting' })).toEqual(['b']);
      expect(await found(10, { status: 'ended' })).toEqual(['d%', 'c', 'a']);
      expect(await found(10, { since: 1_000, until: 2_000 })).toEqual(['c', 'a', 'b']);
      expect(await found(10, { text: 'D%' })).toEqual(['d%']);
      expect(await found(2, { text: '5550123' })).toEqual(['d%', 'c']);
      expect(await found(10, { text: '_' })).toEqual([]);
      expect(await found(10, { flow: 'greet', status: 'ended', text: 'GRE' })).toEqual(['d%', 'c', 'a']);
      expect(await found(10, { flow: 'Greet' })).toEqual([]);
      expect(await found(1, { after: { id: 'a', startedAt: 1_000 } })).toEqual(['b']);
      expect(await found(10, { after: { id: 'c', startedAt: 2_000 }, status: 'ended' })).toEqual(['a']);
    });

    it('keeps a flow version once, as it was saved first', async () => {
      const version = { hash: 'hash-1', name: 'greet', type: 'inboundCall', bundle: '{"flow":{}}' };
      await store.saveFlow(version);
      await store.saveFlow({ ...version });
      expect(await store.loadFlow('hash-1')).toEqual(version);
    });

    it('R4 shares no value with its callers', async () => {
      const record = structuredClone(stepRecord({ wait: digitsUntil(5_000) }));
      const expected = structuredClone(record.conversation);
      const saving = store.saveStep(record);
      (record.conversation.participantData as Record<string, string>)['answer'] = 'changed by the caller';
      await saving;
      const loaded = await store.load('c1');
      expect(loaded).toEqual(expected);
      (loaded?.participantData as Record<string, string>)['answer'] = 'changed by a reader';
      expect(await store.load('c1')).toEqual(expected);
    });
  });
}
