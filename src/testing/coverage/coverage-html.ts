import type { RunnableFlow } from '../../engine/engine-options.ts';
import { escaped } from '../junit-report.ts';
import type { Coverage } from './coverage.ts';
import { type CoverageItem, coverageItems } from './coverage-items.ts';
import { type LineOf, wayText } from './coverage-text.ts';
import type { CoveredTest } from './covered-tests.ts';
import { DRAWING_STYLE, drawnFlow } from './drawn-flow.ts';

/** A part that is added to the report's page. */
export interface ReportPart {
  readonly style: string;
  readonly html: string;
}

/** What coverage is told of. */
export interface ToldCoverage {
  readonly coverage: Coverage;
  /** Flows that are drawn, with those that they call. */
  readonly flows: readonly RunnableFlow[];
  readonly tests: readonly CoveredTest[];
  readonly lineOf: LineOf;
}

/** Coverage for the report's page: a table, then each flow drawn, what nobody took, and how much each test takes. */
export function coverageHtml({ coverage, flows, tests, lineOf }: ToldCoverage): ReportPart {
  const rows = [
    ...coverage.flows.map((flow) => ({ ...flow, name: flow.flow })),
    { ...coverage, name: 'all' },
  ];
  const table = rows
    .map(
      ({ name, percent, covered, items }) =>
        `<tr><th scope="row">${escaped(name)}</th><td><meter min="0" max="100" value="${percent}" aria-label="${escaped(name)}"></meter></td><td>${percent.toFixed(1)} %</td><td>${covered} of ${items}</td></tr>`,
    )
    .join('');
  const parts = flows.map((flow) => flowHtml(flow, coverage, tests, lineOf));
  const html = `<section><h2>Coverage</h2><table class="coverage"><tbody>${table}</tbody></table>${parts.join('')}</section>\n`;
  return { style: DRAWING_STYLE, html };
}

function flowHtml(
  flow: RunnableFlow,
  { flows }: Coverage,
  all: readonly CoveredTest[],
  lineOf: LineOf,
): string {
  const { program } = flow;
  const tests = all.filter((test) => test.program.hash === program.hash);
  const covered = new Set(tests.flatMap((test) => [...test.covered]));
  const own = flows.find((one) => one.flow === program.name);
  return `<details class="test"><summary>${escaped(program.name)}, drawn</summary><div class="body">
${drawnFlow({ flow, covered })}${missingHtml(own?.missing ?? [], lineOf)}${testsHtml(flow, tests)}</div></details>
`;
}

function missingHtml(missing: readonly CoverageItem[], lineOf: LineOf): string {
  if (missing.length === 0) return '';
  const items = missing.map((item) => {
    const line = lineOf(item.place);
    const place = `${item.place.file}${line === undefined ? '' : `:${line}`}`;
    return `<li><code>${escaped(place)}</code> ${escaped(`${item.action}: ${wayText(item)}`)}</li>`;
  });
  return `<h3>Not taken</h3><ul class="faults">${items.join('')}</ul>`;
}

function testsHtml({ program }: RunnableFlow, tests: readonly CoveredTest[]): string {
  if (tests.length === 0) return '';
  const counted = coverageItems(program).filter(({ unreachable }) => unreachable === undefined);
  const rows = tests.map(({ name, covered }) => {
    const taken = counted.filter(({ key }) => covered.has(key)).length;
    const percent = counted.length === 0 ? 100 : Math.floor((taken / counted.length) * 1000) / 10;
    return `<tr><th scope="row">${escaped(name)}</th><td>${percent.toFixed(1)} %</td><td>${taken} of ${counted.length}</td></tr>`;
  });
  return `<h3>Each test, with the flows it enters</h3><table class="coverage"><tbody>${rows.join('')}</tbody></table>`;
}
