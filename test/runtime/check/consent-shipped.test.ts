import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flowFiles, loadFlow } from '../../../src/files/load-flow.ts';
import { newFolder } from '../../files/folder.ts';

const CODES = ['CONSENT_MISSING', 'CONSENT_UNDECIDED', 'CONSENT_ASSUMED', 'ASSUMPTION_UNUSED'];

function consentFaults(file: string): readonly string[] {
  const found = loadFlow(file).diagnostics.filter(({ code }) => CODES.includes(code));
  return found.map(({ code, hint = '' }) => `${code}: ${hint.split('; ')[0]}`);
}

/** What is found in a shipped flow with one part of one of its files changed. */
function changed(flow: string, file: string, from: string, to: string): readonly string[] {
  const folder = newFolder();
  cpSync('flows', folder, { recursive: true });
  const text = readFileSync(join(folder, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(folder, file), text.replace(from, to));
  return consentFaults(join(folder, flow));
}

const CONSENT = 'whatsapp-consent.flow.json';
const inConsent = (from: string, to: string) => changed(CONSENT, CONSENT, from, to);
/** What every caller has to do to come to the send. */
const TO_CONFIRM = 'press 1 at menu `askConsent` → loop of `confirmNumber/loop`';

describe('shipped flows', () => {
  for (const file of flowFiles('flows'))
    it(`W6 ${file} is proven`, () => expect(consentFaults(file)).toEqual([]));

  it('W6 shows the way of a caller where the consent is not recorded', () => {
    const send =
      '{ "callTask": { "task": "sendWhatsApp", "inputs": { "Task.toAddress": "{{Flow.number}}" } } }';
    expect(inConsent('[{ "jumpToTask": "recordAndSend" }]', `[${send}, { "disconnect": {} }]`)).toEqual([
      `CONSENT_MISSING: the way there: ${TO_CONFIRM} → yes of \`confirmNumber/loop/loop/decision\` → type digits at \`confirmNumber/loop/loop/decision/yes/collectInput\` → case 1 of \`confirmNumber/loop/loop/switch\``,
    ]);
  });

  it('W6 finds that a failure to record does not stop the send', () => {
    const [found] = inConsent('"failure": [{ "jumpToTask": "notRecorded" }], ', '');
    expect(found).toContain('failure of `recordAndSend/callData`');
    expect(found).toContain('press 1 at menu `askConsent`');
  });

  it('W6 finds that a time-out of recording does not stop the send', () => {
    expect(inConsent(', "timeout": [{ "jumpToTask": "notRecorded" }]', '')[0]).toContain(
      'timeout of `recordAndSend/callData`',
    );
  });

  it('W6 finds that the consent is for another number', () => {
    expect(
      inConsent('"address": { "var": "Task.phoneId" }', '"address": { "var": "Call.Ani" }')[0],
    ).toContain('success of `recordAndSend/callData`');
  });

  it('W6 finds that the message goes to another number', () => {
    expect(
      inConsent('"Task.toAddress": { "var": "Task.phoneId" }', '"Task.toAddress": { "var": "Call.Ani" }')[0],
    ).toContain('success of `recordAndSend/callData`');
  });

  it('W6 finds that the error handling goes past the consent', () => {
    expect(
      inConsent(
        '"callAgain": [',
        '"callAgain": [{ "callTask": { "task": "sendWhatsApp", "inputs": { "Task.toAddress": "{{Call.Ani}}" } } }, ',
      )[0],
    ).toContain('an error at');
  });

  it('W6 finds that the reminder no longer says what it assumes', () => {
    const reminder = 'appointment-reminder.flow.json';
    const found = changed(reminder, reminder, '"assumes": { "consent": ["Flow.number"] },', '');
    expect(found).toEqual(['CONSENT_MISSING: the way there: no of `remind/decision`']);
  });

  it('W6 finds a data action that hides its channel', () => {
    const file = 'data-actions/send-whatsapp.data-action.json';
    const folder = newFolder();
    cpSync('flows', folder, { recursive: true });
    const text = readFileSync(join(folder, file), 'utf8');
    writeFileSync(
      join(folder, file),
      text.replace('"sends": { "channel": "whatsapp"', '"sends": { "channel": "sms"'),
    );
    const codes = loadFlow(join(folder, CONSENT)).diagnostics.map(({ code }) => code);
    expect(codes).toContain('SENDS_MISMATCH');
  });
});
