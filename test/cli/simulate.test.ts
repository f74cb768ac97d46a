import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, newFolder } from '../files/folder.ts';
import { run, type Surroundings } from './run.ts';

const CONSENT = 'flows/whatsapp-consent.flow.json';
const REMINDER = 'flows/appointment-reminder.flow.json';
const CALLER = '+13175550123';

interface Event {
  readonly type: string;
  readonly sequence: number;
  readonly [detail: string]: unknown;
}

/** Plays a call with --json; every line must be one JSON event. */
async function play(args: readonly string[], surroundings: Surroundings = {}) {
  const ran = await run(['simulate', ...args, '--json'], surroundings);
  const lines = ran.out.split('\n');
  expect(lines.pop(), 'the last line is ended').toBe('');
  const events = lines.map((line) => JSON.parse(line) as Event);
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_event, index) => index + 1));
  return { ...ran, events };
}

function consent(keys: string, ...more: readonly string[]) {
  return play([CONSENT, '--from', CALLER, '--keys', keys, ...more]);
}

function ofType(events: readonly Event[], type: string): readonly Event[] {
  return events.filter((event) => event.type === type);
}

function asked(events: readonly Event[]): readonly unknown[] {
  return ofType(events, 'requestedDataAction').map(({ dataAction }) => dataAction);
}

describe('attendant simulate --json', () => {
  it.each<[string, string, string]>([
    ['1,1', '1,1', '13175550123'],
    ['spoken words', 'say:Yes,1', '13175550123'],
    ['keys that cut the prompts short', '!1,!1', '13175550123'],
    ['a wrong key first', '9,1,1', '13175550123'],
    ['silence first', 'silence,1,1', '13175550123'],
    ['a typed number', '1,13175550199#,1', '13175550199'],
  ])('W5 writes once to a caller who agrees: %s', async (_what, keys, to) => {
    const { code, err, events } = await consent(keys);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(asked(events)).toEqual(['grant-consent', 'send-whatsapp']);
    expect(ofType(events, 'acceptedMessage')).toMatchObject([
      { channel: 'whatsapp', to, status: 'delivered' },
    ]);
    expect(events.at(-1)?.type).toBe('acceptedMessage');
  });

  it.each<[string, string]>([
    ['no', '2'],
    ['a spoken no', 'say:no thanks'],
    ['silence', 'silence,silence,silence,silence'],
    ['nothing at all', ''],
    ['wrong keys', '9,8,7,6'],
    ['words that are no choice', 'say:perhaps,say:who is this'],
    ['hanging up at once', 'hangup'],
    ['hanging up at the second prompt', '1,hangup'],
    ['hanging up after a typed number', '1,13175550199#,hangup'],
    ['a number that is never confirmed', '1,13175550199#,silence,silence,silence'],
    ['silence at the second prompt', '1,silence,silence,silence'],
    ['no number at the second prompt', '1,#,#,#'],
  ])('W5 asks for no message without a yes: %s', async (_what, keys) => {
    const { code, err, events } = await consent(keys);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(asked(events)).toEqual([]);
    expect(ofType(events, 'acceptedMessage')).toEqual([]);
    expect(events.at(-1)?.type).toBe('endedFlow');
  });

  it('takes the acts of the caller from lines that are piped in', async () => {
    const { events } = await play([CONSENT, '--from', CALLER], { stdin: '1\n1\n' });
    expect(ofType(events, 'acceptedMessage')).toHaveLength(1);
  });

  it('keeps silent when nothing is piped in', async () => {
    const { code, events } = await play([CONSENT, '--from', CALLER]);
    expect([code, asked(events)]).toEqual([0, []]);
  });

  it('asks a caller who withholds the number for one', async () => {
    const { events } = await play([CONSENT, '--keys', '1,13175550199#,1']);
    expect(ofType(events, 'acceptedMessage')).toMatchObject([{ to: '13175550199' }]);
  });

  it('R3 gives the same call at the same time, but for its ids', async () => {
    const [one, other] = await Promise.all([
      consent('1,1', '--at', '2026-01-05T10:00:00Z'),
      consent('1,1', '--at', '2026-01-05T10:00:00Z'),
    ]);
    const bare = ({ out }: { readonly out: string }) =>
      out.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id');
    expect(bare(one)).toBe(bare(other));
    expect(one.events[0]).toMatchObject({ type: 'startedFlow', at: '2026-01-05T10:00:00.000Z' });
  });

  it('W5 sends no reminder to a number without a consent', async () => {
    const inputs = ['number=+13175550123', 'customerName=Ann Lee', 'appointment=Monday at 9'];
    const { code, events } = await play([REMINDER, ...inputs.flatMap((input) => ['--input', input])]);
    expect(code).toBe(0);
    expect(ofType(events, 'failedDataAction')).toMatchObject([
      { dataAction: 'send-whatsapp', failure: { errorCode: 'attendant.consent.missing' } },
    ]);
    expect(ofType(events, 'acceptedMessage')).toEqual([]);
  });

  it('R4 keeps the consent in a data folder: the next call can send', async () => {
    const data = join(newFolder(), 'data');
    await consent('1,1', '--data', data);
    expect(existsSync(join(data, 'attendant.db'))).toBe(true);
    const inputs = ['number=+13175550123', 'customerName=Ann', 'appointment=Monday'];
    const { events } = await play([
      REMINDER,
      '--data',
      data,
      ...inputs.flatMap((input) => ['--input', input]),
    ]);
    expect(ofType(events, 'acceptedMessage')).toMatchObject([{ text: expect.stringContaining('Hello Ann') }]);
  });
});

describe('attendant simulate', () => {
  it('shows the call to a person', async () => {
    const { code, out, err } = await run(['simulate', CONSENT, '--from', CALLER, '--keys', '1,1']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('“May we send your order confirmation on WhatsApp?');
    expect(out).toContain('presses 1');
    expect(out).toContain('whatsapp message to 13175550123, delivered');
    expect(out).toContain('whatsappConsent = granted');
    expect(out).not.toContain('\u001b[');
  });

  it.each<[string, readonly string[], RegExp]>([
    ['an act nobody can do', ['--keys', '1,jump'], /"jump" is nothing a caller can do\. Write 1, 123#/],
    ['a number that is none', ['--from', '12'], /^--from must be a phone number/],
    ['a time that is none', ['--at', 'noon'], /^--at must be a time such as/],
    ['an input without a value', ['--input', 'number'], /name=value/],
    ['an input the flow does not have', ['--input', 'nmber=1'], /nmber/],
    ['a language the flow does not speak', ['--language', 'de-DE'], /^--language/],
    ['an option nobody knows', ['--kyes', '1'], /--keys/],
    ['an option without its value', ['--keys'], /argument missing/],
    ['a second flow', ['other.flow.json'], /too many arguments/],
  ])('refuses %s with exit code 2 before the call', async (_what, args, message) => {
    const { code, out, err } = await run(['simulate', CONSENT, '--json', ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });

  it.each<[string, unknown, RegExp]>([
    ['is missing', undefined, /FILE_MISSING/],
    ['is no flow', { contract: {} }, /FILE_UNKNOWN_KIND/],
    ['is broken', '{', /JSON_SYNTAX/],
    ['has faults', { type: 'inboundCall', name: 'x', startUp: { task: 'a' }, tasks: {} }, /UNKNOWN_TASK/],
  ])('R10 refuses a flow that %s with exit code 1', async (_what, content, code) => {
    const file = join(folderOf(content === undefined ? {} : { 'x.flow.json': content }), 'x.flow.json');
    const ran = await run(['simulate', file, '--json', '--keys', '1']);
    expect([ran.code, ran.out]).toEqual([1, '']);
    expect(ran.err).toMatch(code);
  });

  it('wants a flow file, not a folder of them', async () => {
    const { code, out, err } = await run(['simulate', 'flows', '--keys', '1']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('flows is a folder');
  });

  it('keeps what a flow says from steering the terminal', async () => {
    const flow = {
      type: 'inboundCall',
      name: 'Escapes \u001b]0;title\u0007',
      startUp: { task: 'main' },
      tasks: {
        main: [
          { playAudio: '\u001b[2J\u202eHello' },
          { setParticipantData: { '\u009b2J': '\u001b[31m' } },
          { disconnect: {} },
        ],
      },
    };
    const file = join(folderOf({ 'escapes.flow.json': JSON.stringify(flow) }), 'escapes.flow.json');
    const { code, out } = await run(['simulate', file, '--keys', '1']);
    expect(code).toBe(0);
    expect(out).toContain('\ufffd[2J\ufffdHello');
    expect(out).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
  });

  it('R10 names a setting that the environment does not have', async () => {
    const environment = join(
      folderOf({ 'x.environment.json': { settings: { businessName: 'Us' } } }),
      'x.environment.json',
    );
    const { code, err } = await run(['simulate', CONSENT, '--environment', environment, '--keys', '1']);
    expect(code).toBe(1);
    expect(err).toMatch(/MISSING_SETTING_VALUE .*settings\.whatsappIntegrationId/);
  });

  it('sends nothing, and wants no settings, where the environment answers for a data action', async () => {
    const dataActions = {
      'grant-consent': { outputs: { status: 'GRANTED' } },
      'send-whatsapp': { outputs: { messageId: 'm1' }, seconds: 2 },
    };
    const environment = join(folderOf({ 'x.environment.json': { dataActions } }), 'x.environment.json');
    const { code, out, err } = await run([
      'simulate',
      CONSENT,
      '--from',
      '+13175550123',
      '--environment',
      environment,
      '--keys',
      '1,1',
    ]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Data action send-whatsapp (simulated)');
    expect(out).toContain('Data action send-whatsapp succeeded {"messageId":"m1"}');
    expect(out).not.toContain('whatsapp message to');
  });

  it('R10 blames an environment that cannot be read, not the settings it would have', async () => {
    const { code, err } = await run(['simulate', CONSENT, '--environment', 'flows/none.json', '--keys', '1']);
    expect(code).toBe(1);
    expect(err).toContain('FILE_MISSING');
    expect(err).not.toContain('MISSING_SETTING_VALUE');
  });

  it('D8 wants credentials beside a cloud region, and names none of them', async () => {
    const env = { ATTENDANT_TARGET: 'mypurecloud.de', ATTENDANT_CLIENT_SECRET: 'hush-hush' };
    const { code, err } = await run(['simulate', CONSENT, '--keys', '1'], { env });
    expect(code).toBe(2);
    expect(err).toContain('ATTENDANT_CLIENT_ID');
    expect(err).not.toContain('hush-hush');
  });
});

describe('attendant demo', () => {
  it('plays a caller who agrees and one who does not', async () => {
    const { code, out, err } = await run(['demo']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.match(/whatsapp message to/g)).toHaveLength(1);
    expect(out).toContain('whatsappConsent = declined');
  });
});
