import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTestLoader } from '../../src/testing/load-tests.ts';
import { runTest } from '../../src/testing/run-test.ts';
import { findTestFiles } from '../../src/testing/run-tests.ts';

const LOADER = createTestLoader();
const FILES = findTestFiles(['flows']).map((file) => LOADER.load(file));

describe.each(FILES)('$file', ({ diagnostics, tests }) => {
  it('has no faults', () => {
    expect(diagnostics).toEqual([]);
    expect(tests).not.toHaveLength(0);
  });

  it.each(tests)('$name', async (test) => {
    const { differences } = await runTest(test, () => 0);
    expect(differences).toEqual([]);
  });
});

it('every shipped flow is tested', () => {
  const flows = readdirSync('flows').filter((file) => file.endsWith('.flow.json'));
  const tested = FILES.flatMap(({ tests }) => tests.map(({ flowFile }) => flowFile));
  expect(flows.filter((file) => !tested.includes(`flows/${file}`))).toEqual([]);
});
