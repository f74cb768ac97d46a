// How many flow tests a second does `attendant test` play? The tests that ship, again and again, on one core.
import { createTestLoader } from '../dist/testing/load-tests.js';
import { runTest } from '../dist/testing/run-test.js';
import { findTestFiles } from '../dist/testing/run-tests.js';

/** @returns tests a second, the median of five runs of a second after warming up, and the steps that one test takes. */
export async function flowTestsPerSecond() {
  const loader = createTestLoader();
  const tests = findTestFiles(['flows']).flatMap((file) => loader.load(file).tests);
  let steps = 0;
  const measure = async (ms) => {
    let played = 0;
    const begun = performance.now();
    while (performance.now() - begun < ms) {
      const result = await runTest(tests[played++ % tests.length], () => performance.now());
      if (result.differences.length > 0) throw new Error(`${result.test.name} fails`);
      steps = Math.max(steps, result.played.steps.length);
    }
    return played / ((performance.now() - begun) / 1000);
  };
  await measure(1500);
  const runs = [];
  for (let run = 0; run < 5; run++) runs.push(await measure(1000));
  return { perSecond: runs.sort((a, b) => a - b)[2], tests: tests.length, steps };
}
