import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { sealSecrets, unsealSecrets } from '../../src/integrations/sealed-secrets.ts';
import {
  namesInSecretFile,
  openSecretVault,
  readSecretFile,
  writeSecretFile,
} from '../../src/integrations/secret-file.ts';
import { newFolder } from '../files/folder.ts';

const PASSPHRASE = 'correct horse battery staple';
const SECRETS = new Map([
  ['CRM_PASSWORD', 'pässword "1"\n'],
  ['CRM_USER', 'me'],
]);
const SEALED = sealSecrets(SECRETS, PASSPHRASE);

function changed(change: (file: { [key: string]: unknown; secrets: { [name: string]: string } }) => void) {
  const file = JSON.parse(SEALED);
  change(file);
  return JSON.stringify(file);
}

/** Another last byte of a Base64 text. */
function flipped(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return bytes.toString('base64');
}

describe('sealed secrets', () => {
  it('D8 open with their passphrase, and hold no value in clear', () => {
    expect(unsealSecrets(SEALED, PASSPHRASE)).toEqual({ ok: true, secrets: SECRETS });
    for (const form of ['ssword', Buffer.from('pässword').toString('base64').slice(0, 8)])
      expect(SEALED).not.toContain(form);
  });

  it('are sealed anew each time: no salt and no nonce comes twice', () => {
    const again = sealSecrets(SECRETS, PASSPHRASE);
    const parts = (text: string) => {
      const { salt, secrets } = JSON.parse(text) as { salt: string; secrets: JsonObject };
      return [salt, ...Object.values(secrets).map((one) => String(one).slice(0, 16))];
    };
    const all = [...parts(SEALED), ...parts(again)];
    expect(new Set(all).size).toBe(all.length);
  });

  it('say when the passphrase is wrong', () => {
    expect(unsealSecrets(SEALED, `${PASSPHRASE}!`)).toEqual({
      ok: false,
      message: 'is not opened by this passphrase',
    });
  });

  it.each<[string, string]>([
    ['a changed value', changed((f) => (f.secrets['CRM_USER'] = flipped(f.secrets['CRM_USER'] ?? '')))],
    [
      'two that changed places',
      changed(({ secrets }) => {
        const { CRM_USER: user = '', CRM_PASSWORD: password = '' } = secrets;
        Object.assign(secrets, { CRM_USER: password, CRM_PASSWORD: user });
      }),
    ],
    ['one under another name', changed(({ secrets }) => (secrets['OTHER'] = secrets['CRM_USER'] ?? ''))],
    ['one that was removed', changed(({ secrets }) => delete secrets['CRM_USER'])],
    ['another MAC', changed((file) => (file['mac'] = flipped(String(file['mac']))))],
    ['a shorter MAC', changed((file) => (file['mac'] = 'AAAA'))],
  ])('S3 notice %s', (_what, text) => {
    expect(unsealSecrets(text, PASSPHRASE)).toEqual({
      ok: false,
      message: expect.stringContaining('was changed by something else'),
    });
  });

  it.each<[string, string]>([
    ['no JSON', 'secrets'],
    ['another file', '{"queues":{}}'],
    ['a cost of its own', changed((file) => (file['N'] = 2 ** 30))],
    ['a name that is none', changed(({ secrets }) => (secrets['__proto__x y'] = 'AAAA'))],
    ['an endless nest', '['.repeat(100_000)],
  ])('refuse %s', (_what, text) => {
    expect(unsealSecrets(text, PASSPHRASE)).toEqual({
      ok: false,
      message: 'is no file of secrets, or is damaged',
    });
  });
});

describe('the file of secrets', () => {
  it('D8 is written for its owner alone, in one step', () => {
    const folder = join(newFolder(), 'data');
    const file = join(folder, 'secrets.attendant');
    writeSecretFile(file, SECRETS, PASSPHRASE);
    writeSecretFile(file, new Map([['CRM_USER', 'you']]), PASSPHRASE);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual(['secrets.attendant']);
    expect(readSecretFile(file, PASSPHRASE)).toEqual({ ok: true, secrets: new Map([['CRM_USER', 'you']]) });
  });

  it('is opened when the first secret is wanted, and once', () => {
    const file = join(newFolder(), 'secrets.attendant');
    const vault = openSecretVault(file, PASSPHRASE);
    writeFileSync(file, SEALED);
    expect(vault.find('CRM_USER')).toEqual({ value: 'me' });
    writeFileSync(file, 'gone');
    expect(vault.find('CRM_PASSWORD')).toEqual({ value: 'pässword "1"\n' });
    expect(vault.find('OTHER')).toBeUndefined();
  });

  it('holds nothing when it is not there', () => {
    const file = join(newFolder(), 'secrets.attendant');
    expect(openSecretVault(file, undefined).find('CRM_USER')).toBeUndefined();
    expect(namesInSecretFile(file)).toEqual({ names: [] });
  });

  it.each<[string, string | undefined, string]>([
    ['locked', undefined, 'is locked: set ATTENDANT_SECRETS_PASSPHRASE'],
    ['locked by another passphrase', 'something else', 'is not opened by this passphrase'],
  ])('says when it is %s', (_what, passphrase, message) => {
    const file = join(newFolder(), 'secrets.attendant');
    writeFileSync(file, SEALED);
    const found = openSecretVault(file, passphrase).find('CRM_USER');
    expect(found).toEqual({ fault: expect.stringContaining(message) });
    expect(JSON.stringify(found)).not.toContain(passphrase ?? 'correct');
  });

  it('tells its names without being opened', () => {
    const file = join(newFolder(), 'secrets.attendant');
    writeFileSync(file, SEALED);
    expect(namesInSecretFile(file)).toEqual({ names: ['CRM_PASSWORD', 'CRM_USER'] });
    writeFileSync(file, '{}');
    expect(namesInSecretFile(file)).toEqual({ message: expect.stringContaining('is no file of secrets') });
  });

  it('is no folder', () => {
    const file = join(newFolder(), 'secrets.attendant');
    mkdirSync(file);
    expect(readSecretFile(file, PASSPHRASE)).toEqual({ ok: false, message: `${file} is no file of secrets` });
  });
});
