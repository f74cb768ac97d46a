import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/integrations/secret.ts';
import { createSecrets } from '../../src/integrations/secrets.ts';

const VALUE = 'correct horse battery';

describe('a secret', () => {
  it.each<[string, (secret: Secret) => string]>([
    ['a template', (secret) => `${secret}`],
    ['joining', (secret) => ['a', secret].join(',')],
    ['String()', (secret) => String(secret)],
    ['JSON', (secret) => JSON.stringify({ secret })],
    ['inspect', (secret) => inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
    ['an error', (secret) => inspect(new Error('no', { cause: secret }))],
    ['its entries', (secret) => JSON.stringify(Object.entries(secret))],
    ['a copy', (secret) => JSON.stringify({ ...secret })],
  ])('D8 shows the mask in %s', (_where, show) => {
    const shown = show(new Secret('CRM_PASSWORD', VALUE));
    expect(shown).not.toContain('horse');
  });

  it('is revealed on purpose', () => {
    expect(new Secret('CRM_PASSWORD', VALUE).reveal()).toBe(VALUE);
  });
});

describe('looking secrets up', () => {
  const vault = { find: (name: string) => (name === 'STORED' ? { value: 'from the file' } : undefined) };
  const env = (name: string) => ({ SET: 'from outside', EMPTY: '', STORED: '' })[name];
  const look = (name: string) => {
    const found = createSecrets(env, vault).find(name);
    return found.ok ? found.secret.reveal() : `${found.message}: ${found.hint}`;
  };

  it('takes the environment before the file, and an empty variable for none', () => {
    expect([look('SET'), look('STORED')]).toEqual(['from outside', 'from the file']);
  });

  it('names a missing one and the two ways to give it', () => {
    for (const name of ['MISSING', 'EMPTY'])
      expect(look(name)).toBe(
        `The secret ${name} is not there: set the environment variable ${name}, or store it with \`attendant secret set ${name}\``,
      );
  });

  it.each(['PATH', 'ATTENDANT_SECRETS_PASSPHRASE', 'a b', '../x', '', 'LD_PRELOAD'])(
    'refuses %j as a name, whatever it leads to',
    (name) => {
      const all = createSecrets(() => 'something');
      expect(all.find(name).ok).toBe(false);
    },
  );

  it('says why the file cannot be read', () => {
    const locked = createSecrets(() => undefined, { find: () => ({ fault: 'it is locked' }) });
    expect(locked.find('CRM')).toEqual({
      ok: false,
      message: 'The secret CRM cannot be read',
      hint: 'it is locked',
    });
  });
});
