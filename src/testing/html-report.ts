import { LINE_MARKS } from '../simulator/event-text.ts';
import { timeText } from '../simulator/time-text.ts';
import type { Difference } from './difference.ts';
import { STYLE } from './html-style.ts';
import { escaped } from './junit-report.ts';
import { replayCommand, type TestResult } from './run-test.ts';
import { countsOf, type FileResult, type TestReport } from './run-tests.ts';
import { shownRequest, type TestRequest } from './sent.ts';
import type { TranscriptLine } from './transcript-lines.ts';

/** Something more on the page, with its style. */
interface Part {
  readonly style: string;
  readonly html: string;
}

const NO_PART: Part = { style: '', html: '' };

/** A report as one page that loads nothing. @param at when it was made, epoch ms @param more stands behind the summary */
export function htmlReport(report: TestReport, at: number, more: Part = NO_PART): string {
  const { passed, failed, faultyFiles } = countsOf(report);
  const isGood = failed === 0 && faultyFiles === 0;
  const made = new Date(at).toISOString();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${failed === 0 ? `${passed} flow tests passed` : `${failed} of ${passed + failed} flow tests failed`}</title>
<style>${STYLE}${more.style}</style>
</head>
<body>
<header>
<h1>Flow tests</h1>
<p class="summary"><span class="badge ${isGood ? 'good' : 'bad'}">${isGood ? 'passed' : 'failed'}</span>
<span>${counted(failed, 'failed')}</span><span>${counted(passed, 'passed')}</span>${
    faultyFiles > 0
      ? `<span>${counted(faultyFiles, faultyFiles === 1 ? 'file with faults' : 'files with faults')}</span>`
      : ''
  }<span class="quiet">${(report.tookMs / 1000).toFixed(2)} s</span><time class="quiet" datetime="${made}">${made.slice(0, 16).replace('T', ' ')} UTC</time></p>
${share(passed, failed)}
</header>
<main>
${more.html}${report.files.map(fileHtml).join('')}</main>
</body>
</html>
`;
}

function counted(count: number, what: string): string {
  return `<b>${count}</b> ${what}`;
}

function share(passed: number, failed: number): string {
  const all = passed + failed;
  if (all === 0) return '';
  const percent = ((passed / all) * 100).toFixed(2);
  return `<div class="share" role="img" aria-label="${passed} of ${all} passed"><i style="width:${percent}%"></i></div>`;
}

function fileHtml({ file, diagnostics, results }: FileResult): string {
  const faults = diagnostics.map(
    ({ severity, code, message, hint, line = 1, column = 1, file: at }) =>
      `<li class="${severity}"><code>${escaped(`${at}:${line}:${column}`)}</code> <b>${code}</b> ${escaped(message)}${hint === undefined ? '' : `<br><span class="quiet">${escaped(hint)}</span>`}</li>`,
  );
  const list = faults.length === 0 ? '' : `<ul class="faults">${faults.join('')}</ul>`;
  const failed = results.filter(({ differences }) => differences.length > 0).length;
  const counts = failed === 0 ? `${results.length} passed` : `${failed} of ${results.length} failed`;
  return `<section>
<h2>${escaped(file)} <small>${counts}</small></h2>
${list}${results.map(testHtml).join('')}</section>
`;
}

function testHtml(result: TestResult): string {
  const { test, differences, transcript, played } = result;
  const isGood = differences.length === 0;
  const about = new Set(differences.flatMap(({ line }) => (line === undefined ? [] : [line])));
  const found = isGood ? '' : `<ul class="differences">${differences.map(differenceHtml).join('')}</ul>`;
  return `<details${isGood ? '' : ' open'} class="test ${isGood ? 'good' : 'bad'}">
<summary><span class="mark" aria-hidden="true">${isGood ? '✓' : '✗'}</span> <span>${escaped(test.name)}</span><span class="visually-hidden">, ${isGood ? 'passed' : 'failed'}</span></summary>
<div class="body">
${found}<h3>Call</h3>
<ol class="transcript">${transcript.map((line, index) => lineHtml(line, about.has(index))).join('')}</ol>
${requestsHtml(played.requests)}<p class="replay"><code>${escaped(replayCommand(test))}</code></p>
</div>
</details>
`;
}

function differenceHtml({ of, message, nearest, hint }: Difference): string {
  const marked = nearest
    ?.map(({ is, text }) => {
      if (is === 'same') return escaped(text);
      return is === 'wanted' ? `<del>${escaped(text)}</del>` : `<ins>${escaped(text)}</ins>`;
    })
    .join('');
  const near =
    marked === undefined ? '' : `<p class="nearest"><span class="quiet">nearest:</span> ${marked}</p>`;
  const right = hint === undefined ? '' : `<p class="quiet">${escaped(hint)}</p>`;
  return `<li><b>${of}</b> ${escaped(message)}${near}${right}</li>`;
}

function lineHtml({ afterMs, kind, text }: TranscriptLine, isAbout: boolean): string {
  return `<li class="${kind}${isAbout ? ' about' : ''}"><time>${timeText(afterMs)}</time><span class="sign" aria-hidden="true">${LINE_MARKS[kind]}</span><span>${escaped(text)}</span></li>`;
}

function requestsHtml(requests: readonly TestRequest[]): string {
  if (requests.length === 0) return '';
  const items = requests.map(shownRequest).map(({ dataAction, method, url, headers, body }) => {
    const shownHeaders = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body, null, 2);
    return `<li><b>${escaped(dataAction)}</b> <code>${escaped(`${method} ${url}`)}</code><pre>${escaped([...shownHeaders, '', text].join('\n').trimEnd())}</pre></li>`;
  });
  return `<h3>Requests</h3><ol class="requests">${items.join('')}</ol>`;
}
