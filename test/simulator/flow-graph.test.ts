import { describe, expect, it } from 'vitest';
import { flowFiles, loadBundle, loadFlow } from '../../src/files/load-flow.ts';
import { flowGraph } from '../../src/simulator/flow-graph.ts';

function load(file: string) {
  return runnable(loadFlow(file));
}

function runnable({ program, dataActions, bundle, diagnostics }: ReturnType<typeof loadFlow>) {
  if (program === undefined) throw new Error(JSON.stringify(diagnostics));
  return { program, dataActions, bundle };
}

describe.each(flowFiles('flows'))('the graph of %s', (file) => {
  const flow = load(file);
  const units = flowGraph(flow);

  it('has every action once, and every output path of each', () => {
    const actions = units.flatMap((unit) => unit.actions.map(({ id }) => id));
    expect([...actions].sort()).toEqual(flow.program.steps.map(({ id }) => id).sort());
    const edges = units.flatMap((unit) => unit.edges);
    for (const { id, type, outputs } of flow.program.steps) {
      const drawn = edges
        .filter(({ from, kind }) => from === id && kind === 'path')
        .map(({ output }) => output);
      expect(drawn.sort(), id).toEqual([...new Set([...type.outputs, ...Object.keys(outputs)])].sort());
    }
  });

  it('leads nowhere that is not drawn, and to everything that is', () => {
    const known = new Set(units.flatMap((unit) => unit.actions.map(({ id }) => id)));
    const edges = units.flatMap((unit) => unit.edges);
    for (const { to } of edges) if (to !== null) expect(known).toContain(to);
    for (const { start, containers, actions } of units) {
      const firsts = containers.map(({ first }) => first);
      const reached = new Set([start, ...firsts, ...edges.map(({ to }) => to)]);
      for (const { id, container } of actions) if (container !== 'flow') expect(reached, id).toContain(id);
    }
  });

  it('says of most actions what their authors wrote', () => {
    const all = units.flatMap(({ actions }) => actions);
    expect(all.filter(({ text }) => text !== '').length).toBeGreaterThan(all.length / 2);
    for (const { text } of all) expect(text.length).toBeLessThanOrEqual(120);
  });
});

describe('the graph of a flow', () => {
  const LOOPS = {
    type: 'inboundCall',
    name: 'Loops',
    startUp: { task: 'first' },
    tasks: {
      first: [
        {
          loop: {
            count: 2,
            outputs: {
              loop: [
                {
                  decision: {
                    condition: { '>': [{ var: 'Call.CurrentLoop' }, 1] },
                    outputs: { yes: [{ loopExit: {}, id: 'out' }], no: [{ loopNext: {}, id: 'again' }] },
                  },
                  id: 'ask',
                },
              ],
            },
          },
          id: 'loop',
        },
        { callTask: 'second', id: 'call' },
        { jumpToTask: 'third', id: 'jump' },
      ],
      second: [{ playAudio: 'Two.', id: 'two' }],
      third: [{ disconnect: {}, id: 'bye' }],
    },
  };

  it('draws loops, calls and jumps', () => {
    const flow = runnable(
      loadBundle(
        JSON.stringify({ flow: LOOPS, taskFiles: {}, dataActions: {} }).replaceAll(
          'Call.CurrentLoop',
          'Call.Ani',
        ),
      ),
    );
    const edges = flowGraph(flow)[0]?.edges.map(
      ({ from, to, label, kind }) => `${from} ${label || kind} ${to}`,
    );
    expect(edges).toEqual(
      expect.arrayContaining([
        'loop loop ask',
        'loop after call',
        'ask yes out',
        'ask no again',
        'out leaves the loop call',
        'again next round loop',
        'call enter two',
        'call behind jump',
        'jump enter bye',
        'two behind null',
      ]),
    );
  });

  it('names choices of menus, and draws the flows that are called', () => {
    const [consent] = flowGraph(load('flows/whatsapp-consent.flow.json'));
    const labels = consent?.edges
      .filter(({ from, kind }) => from === 'menu:askConsent' && kind === 'path')
      .map(({ label }) => label);
    expect(labels).toEqual(['1 · Yes', '2 · No', 'noAnswer · No answer']);
    const [main, waiting] = flowGraph(load('flows/main-line.flow.json'));
    expect(waiting?.name).toBe('While you wait');
    expect(main?.edges.find(({ kind }) => kind === 'flow')).toMatchObject({
      unit: 1,
      label: 'While you wait',
    });
  });
});
