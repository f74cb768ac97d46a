// How many actions a second does the bare interpreter run? No store, no clock, no I/O.
import { compileFlow } from '../dist/runtime/compile.js';
import { EMPTY_ENVIRONMENT } from '../dist/runtime/environment.js';
import { start } from '../dist/runtime/interpreter.js';

const ROUNDS = 100;
const v = (name) => ({ var: `Flow.${name}` });

/** Ten actions a round: four updates, three decisions, two switches and the loop itself; then the call parks. */
const flow = {
  type: 'inboundCall',
  name: 'Benchmark',
  variables: {
    'Flow.hour': { type: 'integer', initialValue: 10 },
    'Flow.tier': { type: 'string', initialValue: 'gold' },
    'Flow.balance': { type: 'integer', initialValue: 120 },
    'Flow.lang': { type: 'string', initialValue: 'en' },
    'Flow.i': { type: 'integer', initialValue: 0 },
    'Flow.x': { type: 'integer' },
    'Flow.y': { type: 'string' },
  },
  startUp: { task: 'main' },
  tasks: {
    main: [
      {
        loop: {
          count: ROUNDS,
          outputs: {
            loop: [
              { updateData: { 'Flow.x': 1, 'Flow.y': 'abc' } },
              { decision: { condition: { '>': [v('hour'), 8] }, outputs: { yes: [{ switch: gold() }] } } },
              {
                decision: { condition: { and: [{ '>': [v('balance'), 100] }, { '==': [v('lang'), 'en'] }] } },
              },
              { updateData: { 'Flow.x': 2 } },
              {
                switch: {
                  value: v('lang'),
                  cases: [{ case: 'en', actions: [{ updateData: { 'Flow.y': 'top' } }] }],
                },
              },
              { updateData: { 'Flow.i': { '+': [v('i'), 1] } } },
              { decision: { condition: { '<': [v('i'), ROUNDS] } } },
            ],
          },
        },
      },
      { collectInput: { audio: 'Done.', digits: { exact: 1 }, saveAs: 'Task.digit' } },
      { disconnect: {} },
    ],
  },
};

function gold() {
  return { value: v('tier'), cases: [{ case: 'gold', actions: [] }] };
}

/** @returns actions a second: the median of five runs of a second, after warming up. */
export function nodesPerSecond() {
  const { program, diagnostics } = compileFlow({
    file: 'bench',
    flow,
    taskFiles: new Map(),
    dataActions: new Map(),
    hash: 'bench',
  });
  if (program === undefined) throw new Error(JSON.stringify(diagnostics));
  const options = { id: 'c', now: 0, environment: EMPTY_ENVIRONMENT, call: {} };
  const actions = start(program, options).conversation.actionsRun;
  if (actions < ROUNDS * 10) throw new Error(`only ${actions} actions ran`);
  const measure = (ms) => {
    let calls = 0;
    const begun = performance.now();
    while (performance.now() - begun < ms) {
      start(program, options);
      calls++;
    }
    return (calls * actions) / ((performance.now() - begun) / 1000);
  };
  measure(700);
  return [1, 2, 3, 4, 5].map(() => measure(1000)).sort((a, b) => a - b)[2];
}
