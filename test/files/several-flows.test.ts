import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadBundle, loadFlow } from '../../src/files/load-flow.ts';
import { folderOf } from './folder.ts';

const SAY_AND_GO = (text: string) => [{ playAudio: text }, { disconnect: {} }];

function flow(name: string, main: unknown, more: object = {}) {
  return { type: 'inboundCall', name, startUp: { task: 'main' }, tasks: { main }, ...more };
}

const FILES = {
  'flows/main.flow.json': flow('Main', [{ transferToFlow: 'billing' }, { disconnect: {} }]),
  'flows/billing.flow.json': flow('Billing', { $ref: './common/bill.task.json' }),
  'flows/common/bill.task.json': {
    actions: [
      { decision: { condition: true, outputs: { no: [{ transferToFlow: { flow: 'main' } }] } } },
      ...SAY_AND_GO('Bills.'),
    ],
  },
  'flows/unused.flow.json': flow('Unused', SAY_AND_GO('Unused.')),
};

const load = (files: { readonly [path: string]: unknown }, path = 'flows/main.flow.json') =>
  loadFlow(join(folderOf(files), path));

describe('a flow that refers to others', () => {
  it('is one program with them, in a circle too, in the short form and the long one', () => {
    const { program, diagnostics } = load(FILES);
    expect(diagnostics).toEqual([]);
    expect(program?.units.map(({ reference, name }) => [reference, name])).toEqual([
      ['', 'Main'],
      ['billing', 'Billing'],
    ]);
  });

  it('keeps ids of actions apart', () => {
    const { program } = load(FILES);
    expect(program?.byId.has('main/transferToFlow')).toBe(true);
    expect(program?.unitsByReference.get('main')?.index).toBe(0);
    expect(program?.byId.has('flow:billing/main/playAudio')).toBe(true);
  });

  it('R5 has another version when one of them changes, and the same again from its bundle', () => {
    const { program, bundle } = load(FILES);
    const changed = load({ ...FILES, 'flows/billing.flow.json': flow('Billing', SAY_AND_GO('No bills.')) });
    const unused = load({ ...FILES, 'flows/unused.flow.json': flow('Unused', SAY_AND_GO('Other.')) });
    expect(changed.program?.hash).not.toBe(program?.hash);
    expect(unused.program?.hash).toBe(program?.hash);
    expect(loadBundle(bundle).program?.hash).toBe(program?.hash);
    expect(loadBundle(bundle).program?.units).toHaveLength(2);
  });

  it('R10 says in which file the fault is', () => {
    const files = { ...FILES, 'flows/billing.flow.json': flow('Billing', [{ playAudi: 'x' }]) };
    const [fault] = load(files).diagnostics;
    expect(fault).toMatchObject({ code: 'UNKNOWN_ACTION', pointer: '/tasks/main/0/playAudi' });
    expect(fault?.file).toMatch(/billing\.flow\.json$/);
    expect(fault?.line).toBeGreaterThan(1);
  });

  it('R10 refuses one that is no JSON, and one that is something else', () => {
    expect(load({ ...FILES, 'flows/billing.flow.json': '{' }).diagnostics).toMatchObject([
      { code: 'JSON_SYNTAX' },
    ]);
    expect(load({ ...FILES, 'flows/billing.flow.json': [1] }).diagnostics).toMatchObject([
      { code: 'FLOW_SHAPE' },
    ]);
  });

  it('finds it in a folder above, as it does data actions', () => {
    const files = { ...FILES, 'flows/teams/sales.flow.json': flow('Sales', [{ transferToFlow: 'billing' }]) };
    const { program } = loadFlow(join(folderOf(files), 'flows/teams/sales.flow.json'));
    expect(program?.units.map(({ name }) => name)).toEqual(['Sales', 'Billing', 'Main']);
  });
});
