import dagre from '@dagrejs/dagre';
import type { RunnableFlow } from '../../engine/engine-options.ts';
import { flowGraph } from '../../simulator/flow-graph.ts';
import type { GraphAction, GraphEdge, GraphUnit } from '../../simulator/graph.ts';
import { escaped } from '../junit-report.ts';
import { type CoverageItem, coverageItems, keyOf, outputKey } from './coverage-items.ts';
import { wayText } from './coverage-text.ts';

/** Sizes in pixels. */
const NODE = { width: 190, height: 40, line: 14 };
const END = { width: 120, height: 22 };
const MARGIN = 12;
/** How much of a text fits into a node. */
const MAX_TEXT = 26;
const MAX_END = 17;

/** Whether a caller took it; `open`: it does not count. */
type State = 'taken' | 'missing' | 'open';

const MARKS: { readonly [state in State]: string } = { taken: '✓ ', missing: '✗ ', open: '' };

/** What is needed to draw a flow. */
export interface Drawing {
  readonly flow: RunnableFlow;
  /** Keys of what was taken. */
  readonly covered: ReadonlySet<string>;
}

/**
 * A flow drawn as SVG, a picture for each of its containers: what callers took, what nobody took, and what does not count.
 * Pure, and the same each time. Its colours are those of the page around it (`DRAWING_STYLE`).
 */
export function drawnFlow({ flow, covered }: Drawing): string {
  const items = new Map(coverageItems(flow.program).map((item) => [item.key, item]));
  const state = (key: string): State => {
    const item = items.get(key);
    if (covered.has(key)) return 'taken';
    return item === undefined || item.unreachable !== undefined ? 'open' : 'missing';
  };
  const besides = (action: string) =>
    [...items.values()].filter((item) => item.action === action && isBesides(item) && !covered.has(item.key));
  return flowGraph(flow)
    .map((unit) => unitHtml(unit, { state, besides }))
    .join('');
}

/** What is taken at an action and is no way of its own in the picture. */
function isBesides({ kind, unreachable }: CoverageItem): boolean {
  return unreachable === undefined && (kind === 'noInput' || kind === 'noMatch' || kind === 'defaultChoice');
}

interface Known {
  readonly state: (key: string) => State;
  /** What nobody did at an action, besides its ways on. */
  readonly besides: (action: string) => readonly CoverageItem[];
}

function unitHtml(unit: GraphUnit, known: Known): string {
  const pictures = unit.containers
    .filter(({ first }) => first !== null)
    .map(({ key, kind, name }) => {
      const actions = unit.actions.filter(({ container }) => container === key);
      const picture = pictureOf(actions, unit.edges, known);
      return `<figure><figcaption>${escaped(`${kind} ${name}`)}</figcaption>${picture}</figure>`;
    });
  const title = unit.index === 0 ? '' : `<h4>${escaped(unit.name)}</h4>`;
  return `${title}<div class="drawing">${pictures.join('')}</div>\n`;
}

interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly state: State;
  readonly lines: readonly string[];
  readonly isEnd: boolean;
}

interface Way {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly state: State;
}

function pictureOf(actions: readonly GraphAction[], edges: readonly GraphEdge[], known: Known): string {
  const ids = new Set(actions.map(({ id }) => id));
  const boxes = actions.map((action) => actionBox(action, known));
  const ways: Way[] = [];
  for (const [index, edge] of edges.entries()) {
    if (!ids.has(edge.from)) continue;
    const state = known.state(keyOfEdge(edge));
    if (edge.to !== null && ids.has(edge.to))
      ways.push({ from: edge.from, to: edge.to, label: edge.output === null ? '' : edge.label, state });
    else if (edge.output !== null) {
      const end = endBox(`end ${index}`, edge.label, state);
      boxes.push(end);
      ways.push({ from: edge.from, to: end.id, label: '', state });
    }
  }
  return svgOf(boxes, ways);
}

function keyOfEdge({ from, output }: GraphEdge): string {
  return output === null ? keyOf(from, 'behind') : outputKey(from, output);
}

function actionBox({ id, title, text }: GraphAction, { state, besides }: Known): Box {
  const missing = besides(id).map((item) => `✗ ${wayText(item)}`);
  const lines = [`${MARKS[state(id)]}${title}`, ...(text === '' ? [] : [text]), ...missing];
  const height = NODE.height + Math.max(0, lines.length - 2) * NODE.line;
  return { id, width: NODE.width, height, state: state(id), lines, isEnd: false };
}

/** Where a path ends that leads out of the container, or goes on behind it unwired. */
function endBox(id: string, label: string, state: State): Box {
  return { id, ...END, state, lines: [`${MARKS[state]}${shortened(label, MAX_END)}`], isEnd: true };
}

function svgOf(boxes: readonly Box[], ways: readonly Way[]): string {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 18, ranksep: 34, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  for (const [index, { from, to }] of ways.entries()) graph.setEdge(from, to, {}, String(index));
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const lines = ways.map((way, index) => wayPath(way, graph.edge(way.from, way.to, String(index)).points));
  const nodes = boxes.map((box) => boxSvg(box, graph.node(box.id)));
  const missing = boxes.filter(({ state }) => state === 'missing').length;
  const about = `${boxes.length} actions and ends of paths, ${missing} of them not taken`;
  const size = `width="${Math.ceil(width)}" height="${Math.ceil(height)}" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}"`;
  return `<svg ${size} role="img" aria-label="${about}">${lines.join('')}${nodes.join('')}</svg>`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function wayPath({ label, state }: Way, points: readonly Point[]): string {
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
  const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
  const words =
    label === ''
      ? ''
      : `<text class="way" x="${round(middle.x)}" y="${round(middle.y)}">${escaped(`${MARKS[state]}${shortened(label, MAX_TEXT)}`)}</text>`;
  return `<g class="${state}"><path d="${path}"/>${words}</g>`;
}

function boxSvg({ width, height, state, lines, isEnd }: Box, { x, y }: Point): string {
  const [left, top] = [round(x - width / 2), round(y - height / 2)];
  const first = isEnd ? 15 : 16;
  const texts = lines.map(
    (line, index) =>
      `<text x="${left + 8}" y="${top + first + index * NODE.line}"${index === 0 && !isEnd ? ' class="title"' : ''}>${escaped(shortened(line, MAX_TEXT))}</text>`,
  );
  return `<g class="${state}${isEnd ? ' end' : ''}"><rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${isEnd ? 11 : 5}"/>${texts.join('')}</g>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function shortened(text: string, length: number): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** How drawings look, in the colours of the report's page; what nobody took is dashed and marked, so that no colour is needed. */
export const DRAWING_STYLE = `
.coverage{border-collapse:collapse;margin:.5rem 0}
.coverage th,.coverage td{padding:.2rem 1rem .2rem 0;text-align:left;font-weight:400}
.coverage td{font-variant-numeric:tabular-nums}
.coverage meter{width:10rem}
.drawing{display:flex;flex-wrap:wrap;gap:1rem;align-items:flex-start}
.drawing figure{margin:0;max-width:100%;overflow-x:auto;border:1px solid var(--line);border-radius:8px;background:var(--panel)}
.drawing figcaption{padding:.4rem .8rem 0;font-size:.85rem;font-weight:600}
.drawing svg{display:block}
.drawing text{fill:var(--ink);font:11px system-ui,sans-serif}
.drawing text.title{font-weight:600}
.drawing text.way{text-anchor:middle;paint-order:stroke;stroke:var(--panel);stroke-width:4px}
.drawing rect{fill:var(--paper);stroke:var(--quiet)}
.drawing path{fill:none;stroke:var(--quiet)}
.drawing .taken>rect,.drawing .taken>path{stroke:var(--good);stroke-width:1.6}
.drawing .missing>rect,.drawing .missing>path{stroke:var(--bad);stroke-width:1.6;stroke-dasharray:5 3}
.drawing .missing>text{fill:var(--bad)}
`;
