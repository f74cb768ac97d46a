import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../files/folder.ts';
import { run } from './run.ts';

const BOT = {
  type: 'digitalBot',
  name: 'Order bot',
  variables: { 'Slot.order': { type: 'string', isOutput: true } },
  startUp: { bot: 'main' },
  bots: {
    main: [
      {
        askForBoolean: {
          question: 'Is it about an order, or about something else?',
          outputs: { no: [{ communicate: 'Goodbye.' }, { exitBotFlow: {} }] },
        },
      },
      { askForSlot: { slot: 'order', question: 'Which order?' } },
      { communicate: 'I look for {{Slot.order}}.' },
      { exitBotFlow: {} },
    ],
  },
  nlu: { slotTypes: { Number: { pattern: '[0-9]{8}' } }, slots: { order: 'Number' } },
};

const MESSAGES = {
  type: 'inboundMessage',
  name: 'Messages',
  startUp: { state: 'main' },
  states: {
    main: [
      { sendResponse: 'Hello! You wrote: {{Message.Message.body}}' },
      { callDigitalBotFlow: { bot: 'order-bot', inputText: { exp: 'Message.Message.body' } } },
      { disconnect: {} },
    ],
  },
};

const MAILS = {
  type: 'inboundEmail',
  name: 'Mails',
  startUp: { state: 'main' },
  states: {
    main: [{ sendAutoReply: '{{Email.Message.subject}}: {{Email.Message.body}}' }, { disconnect: {} }],
  },
};

function files(): string {
  return folderOf({
    'order-bot.flow.json': BOT,
    'messages.flow.json': MESSAGES,
    'mails.flow.json': MAILS,
  });
}

async function lines(args: readonly string[], stdin?: string): Promise<readonly string[]> {
  const folder = files();
  const [flow = '', ...more] = args;
  const ran = await run(['simulate', join(folder, flow), ...more], stdin === undefined ? {} : { stdin });
  expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' });
  return ran.out.split('\n').filter((line) => /[✉☎]/u.test(line));
}

describe('attendant simulate in writing', () => {
  it('writes what stands in --keys, numbers, too, and shows what the bot writes', async () => {
    const shown = await lines(['messages.flow.json', '--message', 'yes', '--keys', '12345678']);
    expect(shown.map((line) => line.slice(6))).toEqual([
      '✉ “Hello! You wrote: yes”',
      '☎ answers “yes” → true',
      '✉ “Which order?”',
      '☎ answers “12345678” → Slot.order = 12345678',
      '✉ “I look for 12345678.”',
    ]);
  });

  it('shows answers that are offered', async () => {
    const shown = await lines(['order-bot.flow.json', '--keys', 'no']);
    expect(shown[0]).toContain('something else?” [Yes] [No]');
  });

  it('lets time pass where nothing is written', async () => {
    const shown = await lines(['order-bot.flow.json', '--keys', 'silence,yes,12345678']);
    expect(shown[1]?.slice(0, 5)).toBe('01:00');
  });

  it('takes lines that are piped in, commas and all', async () => {
    const shown = await lines(['order-bot.flow.json'], 'yes\nthe one of May, 12345678\n');
    expect(shown.at(-2)).toContain('the one of May, 12345678');
  });

  it('begins with an e-mail', async () => {
    const shown = await lines(['mails.flow.json', '--subject', 'Order', '--message', 'Where is it?']);
    expect(shown[0]).toContain('Auto reply: “Order: Where is it?”');
  });

  it('refuses a message for a call', async () => {
    const { code, err } = await run(['simulate', 'flows/whatsapp-consent.flow.json', '--message', 'hi']);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('--message cannot be given') });
  });
});
