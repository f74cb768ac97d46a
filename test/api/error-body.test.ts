import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AttendantError, ERRORS } from '../../src/errors.ts';
import { REFUSALS } from '../../src/platform/refusal.ts';
import { openLocalServer } from './local-server.ts';

describe('thrown errors', () => {
  it('of this program are answered with their code, status and message', async () => {
    const local = await openLocalServer({
      plugins: [throwing(new AttendantError('FLOW_UNKNOWN', 'No flow has the name x.'))],
    });
    const answer = await local.inject({ method: 'GET', url: '/throws' });
    expect(answer.json()).toMatchObject({
      status: 404,
      code: 'FLOW_UNKNOWN',
      message: 'No flow has the name x.',
      errors: [],
    });
    expect(local.logged).toEqual([]);
  });

  it('of others tell nothing to the caller, and to the log only where they came from', async () => {
    const local = await openLocalServer({ plugins: [throwing(new TypeError('secret 13175550123'))] });
    const answer = await local.inject({ method: 'GET', url: '/throws' });
    expect(answer.json()).toMatchObject({ status: 500, code: 'internal.server.error' });
    expect(answer.body).not.toContain('secret');
    expect(local.logged).toHaveLength(1);
    expect(local.logged[0]).toMatchObject({
      level: 'warn',
      details: { error: 'TypeError', contextId: answer.headers['inin-correlation-id'] },
    });
    expect(JSON.stringify(local.logged)).not.toContain('13175550123');
  });
});

describe('docs/errors.md', () => {
  const listed = rowsOf('docs/errors.md');

  it('lists every code with its status and meaning, and no other', () => {
    const table = Object.entries({ ...ERRORS, ...REFUSALS }).map(
      ([code, { status, about }]) => `| \`${code}\` | ${status} | ${about} |`,
    );
    expect([...listed].sort()).toEqual(table.sort());
  });

  it('is told apart from Genesys in docs/differences-platform.md: every local code, and no other', () => {
    const local = Object.keys(REFUSALS).filter((code) => code.startsWith('attendant.'));
    const codes = rowsOf('docs/differences-platform.md').map((row) => /`([^`]+)`/.exec(row)?.[1]);
    expect(codes.sort()).toEqual(local.sort());
  });
});

function rowsOf(file: string): string[] {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  return text.split('\n').filter((line) => line.startsWith('| `'));
}

function throwing(error: Error) {
  return async (server: import('fastify').FastifyInstance) => {
    server.get('/throws', async () => {
      throw error;
    });
  };
}
