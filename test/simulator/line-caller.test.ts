import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import type { Conversation, Wait } from '../../src/runtime/conversation.ts';
import { openLineCaller } from '../../src/simulator/terminal/line-caller.ts';

const WAIT: Wait = { for: 'answer', question: 'input', noInputs: 0, noMatches: 0, rejections: 0 };
const NOBODY = {} as Conversation;

it('A customer at the terminal writes a line, nothing, an intent, or leaves', async () => {
  const input = new PassThrough();
  let shown = '';
  const caller = openLineCaller({ input, write: (text) => (shown += text) });
  const first = caller.answer(NOBODY, WAIT);
  input.write('my order, 12345678\n\nintent: Check order\n');
  expect(await first).toEqual({ do: 'write', text: 'my order, 12345678' });
  expect(await caller.answer(NOBODY, WAIT)).toEqual({ do: 'keepSilent' });
  expect(await caller.answer(NOBODY, WAIT)).toEqual({
    do: 'write',
    text: 'Check order',
    understood: { intent: 'Check order' },
  });
  input.end();
  expect(await caller.answer(NOBODY, WAIT)).toEqual({ do: 'hangUp' });
  expect(shown).toBe('> > > > ');
  caller.close();
});
