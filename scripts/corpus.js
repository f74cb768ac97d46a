// Runs Attendant over a folder of real material and prints shares and misses.
// npm run corpus [-- <folder>] [--json]; the default folder is ../shared/corpus. Not part of `npm test`.
// A folder may hold any of the kinds: jsonlogic-tests.json, flows, actions, actions-terraform; or data actions themselves.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { applyRule } from '../dist/runtime/expression/json-logic.js';
import { exportedDataActions } from './corpus/data-actions.js';
import { exportedExpressions } from './corpus/exports.js';
import { expressionVectors } from './corpus/expression-vectors.js';
import { importedFlows } from './corpus/flows.js';

const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '../shared/corpus';
const asJson = process.argv.includes('--json');

/** The official JSONLogic tests: rule, data, result. Strings between them are headings. */
function jsonLogic() {
  const tests = JSON.parse(readFileSync(join(folder, 'jsonlogic-tests.json'), 'utf8')).filter(Array.isArray);
  const misses = tests.flatMap(([rule, data, expected]) => {
    const got = attempt(() => applyRule(rule, data));
    return isDeepStrictEqual(got, expected) ? [] : [{ rule, data, expected, got }];
  });
  return {
    name: 'JSONLogic, official tests',
    total: tests.length,
    passed: tests.length - misses.length,
    misses,
  };
}

function attempt(run) {
  try {
    return JSON.parse(JSON.stringify(run() ?? null));
  } catch (error) {
    return `throws ${error.message}`;
  }
}

/**
 * What must pass at the least of the default folder, so that no change takes anything back; all, where nothing is said. In
 * one published example the source says two things; one flow has a placeholder where only its value tells what is read; in
 * nine more, what is made up for inputs and answers is not what the flow needs. Two data actions lack their address, and
 * three examples read an input that their contract does not have. What lacks parts that only Terraform knows need not pass.
 */
const LEAST = {
  'Architect expressions, published examples': 825 / 826,
  'Flows, without errors': 95 / 96,
  'Flows, played from start to end': 95 / 96,
  'Flows, ended without an error in a world made up': 86 / 96,
  'Data actions, loaded': 134 / 136,
  'Data actions, request rendered': 131 / 136,
  'Data actions, answer mapped to outputs': 131 / 136,
  'Data actions with gaps, loaded': 0,
  'Data actions with gaps, request rendered': 0,
  'Data actions with gaps, answer mapped to outputs': 0,
};
const least = (name) => Object.entries(LEAST).find(([start]) => name.startsWith(start))?.[1] ?? 1;
const has = (name) => existsSync(join(folder, name));
const results = [
  ...(has('jsonlogic-tests.json') ? [jsonLogic()] : []),
  ...(has('flows') ? [expressionVectors(folder), exportedExpressions(folder), ...importedFlows(folder)] : []),
  ...exportedDataActions(folder),
];
const share = ({ total, passed }) => (total === 0 ? 1 : passed / total);
if (asJson) console.log(JSON.stringify({ folder, results }));
else
  for (const { name, total, passed, misses } of results) {
    console.log(`${name}: ${passed} of ${total} (${(share({ total, passed }) * 100).toFixed(1)} %)`);
    for (const miss of misses) console.log(`  miss ${JSON.stringify(miss)}`);
  }
process.exitCode = results.every((result) => share(result) >= least(result.name)) ? 0 : 1;
