import dagre from '@dagrejs/dagre';
import type { Edge, Node } from '@xyflow/react';
import type { GraphAction, GraphEdge, GraphUnit } from '../../../src/simulator/graph.ts';

/** Size of an action. */
export const WIDTH = 232;
export const HEIGHT = 66;
const HEAD = 34;
const PAD = 18;

/** What an action is drawn with. */
export type ActionNode = Node<
  { readonly action: GraphAction; readonly opens: readonly GraphEdge[] },
  'action'
>;
/** What a task, menu, state or bot is drawn with. */
export type ContainerNode = Node<{ readonly kind: string; readonly name: string }, 'container'>;
/** All ways from one action to another; those that lead back run along `left`. */
export type WayEdge = Edge<{ readonly ways: readonly GraphEdge[]; readonly left?: number }, 'way'>;

/** A flow with every action in its place. */
export interface Drawing {
  readonly nodes: readonly (ActionNode | ContainerNode)[];
  readonly edges: readonly WayEdge[];
}

const drawings = new Map<string, Drawing>();

/** Puts every action of a flow in its place, once for each version. */
export function drawingOf(version: string, unit: GraphUnit): Drawing {
  const key = `${version} ${unit.index}`;
  const known = drawings.get(key);
  if (known !== undefined) return known;
  const made = draw(unit);
  drawings.set(key, made);
  return made;
}

interface Box {
  readonly key: string;
  readonly width: number;
  readonly height: number;
  /** Action → its centre within the box. */
  readonly places: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
}

function draw(unit: GraphUnit): Drawing {
  const byContainer = new Map<string, GraphAction[]>();
  for (const action of unit.actions) {
    if (action.container === 'flow') continue;
    const others = byContainer.get(action.container);
    if (others === undefined) byContainer.set(action.container, [action]);
    else others.push(action);
  }
  const containerOf = new Map(unit.actions.map(({ id, container }) => [id, container]));
  const firsts = new Map(unit.containers.map(({ key, first }) => [key, first]));
  const boxes = [...byContainer].map(([key, actions]) =>
    boxOf(key, firsts.get(key) ?? null, actions, unit.edges, containerOf),
  );
  const centres = placeBoxes(unit, boxes, containerOf);
  const nodes = boxes.flatMap((box) => nodesOf(unit, box, centres.get(box.key) ?? { x: 0, y: 0 }));
  const drawn = new Map(nodes.map((node) => [node.id, node]));
  const edges = together(unit.edges).flatMap((ways, index) => wayOf(ways, index, drawn, containerOf));
  return { nodes, edges };
}

/** Actions of one container from top to bottom. */
function boxOf(
  key: string,
  first: string | null,
  actions: readonly GraphAction[],
  edges: readonly GraphEdge[],
  containerOf: ReadonlyMap<string, string>,
): Box {
  const inside = edges.flatMap(({ from, to }): readonly Way[] =>
    to !== null && containerOf.get(from) === key && containerOf.get(to) === key ? [[from, to]] : [],
  );
  const ids = actions.map(({ id }) => id).sort((a, b) => Number(b === first) - Number(a === first));
  const sizes = ids.map((id) => [id, { width: WIDTH, height: HEIGHT }] as const);
  const { places, width, height } = placed(sizes, inside, { rankdir: 'TB', nodesep: 28, ranksep: 44 });
  return { key, width: width + 2 * PAD, height: height + HEAD + 2 * PAD, places };
}

/** Containers from left to right, as calls go through them. */
function placeBoxes(
  { edges, start }: GraphUnit,
  boxes: readonly Box[],
  containerOf: ReadonlyMap<string, string>,
): Box['places'] {
  const first = containerOf.get(start ?? '');
  const inOrder = [...boxes].sort((a, b) => Number(b.key === first) - Number(a.key === first));
  const known = new Set(boxes.map(({ key }) => key));
  const between = edges.flatMap(({ from, to }): readonly Way[] => {
    const [a, b] = [containerOf.get(from) ?? '', containerOf.get(to ?? '') ?? ''];
    return a !== b && known.has(a) && known.has(b) ? [[a, b]] : [];
  });
  const sizes = inOrder.map(({ key, width, height }) => [key, { width, height }] as const);
  return placed(sizes, between, { rankdir: 'LR', nodesep: 40, ranksep: 90 }).places;
}

type Way = readonly [from: string, to: string];

/** Places things by dagre. Ways that lead back, as at the end of a loop, do not count: what they come from stands below. */
function placed(
  sizes: readonly (readonly [id: string, size: { readonly width: number; readonly height: number }])[],
  ways: readonly Way[],
  options: { readonly rankdir: string; readonly nodesep: number; readonly ranksep: number },
) {
  const { order, isBack } = walk(
    sizes.map(([id]) => id),
    ways,
  );
  const size = new Map(sizes);
  const graph = new dagre.graphlib.Graph();
  graph.setGraph(options);
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of order) graph.setNode(id, { ...size.get(id) });
  // dagre puts what comes last to the left.
  for (const [from, to] of ways.toReversed()) if (!isBack(from, to)) graph.setEdge(from, to);
  dagre.layout(graph);
  const { width = WIDTH, height = HEIGHT } = graph.graph() as { width?: number; height?: number };
  const places = order.map((id) => {
    const { x, y } = graph.node(id) as { x: number; y: number };
    return [id, { x, y }] as const;
  });
  return { places: new Map(places), width, height };
}

/** Follows each way to its end, the one that is written first first. */
function walk(ids: readonly string[], ways: readonly Way[]) {
  const next = new Map<string, string[]>();
  for (const [from, to] of ways) next.set(from, [...(next.get(from) ?? []), to]);
  const entered = new Set(ways.map(([, to]) => to));
  const order = new Set<string>();
  const back = new Set<string>();
  const path = new Set<string>();
  const visit = (id: string): void => {
    order.add(id);
    path.add(id);
    for (const to of next.get(id) ?? []) {
      if (path.has(to)) back.add(`${id}\n${to}`);
      else if (!order.has(to)) visit(to);
    }
    path.delete(id);
  };
  const roots = [...ids.slice(0, 1), ...ids.filter((id) => !entered.has(id)), ...ids];
  for (const id of roots) if (!order.has(id)) visit(id);
  return { order: [...order], isBack: (from: string, to: string) => back.has(`${from}\n${to}`) };
}

function nodesOf(
  { actions, containers, edges }: GraphUnit,
  { key, width, height, places }: Box,
  centre: { readonly x: number; readonly y: number },
): readonly (ActionNode | ContainerNode)[] {
  const corner = { x: centre.x - width / 2, y: centre.y - height / 2 };
  const container = containers.find((one) => one.key === key);
  const frame: ContainerNode = {
    id: `box ${key}`,
    type: 'container',
    position: corner,
    data: { kind: container?.kind ?? '', name: container?.name ?? key },
    width,
    height,
    zIndex: -1,
    selectable: false,
  };
  const inside = actions
    .filter(({ id }) => places.has(id))
    .map((action): ActionNode => {
      const { x, y } = places.get(action.id) ?? { x: 0, y: 0 };
      return {
        id: action.id,
        type: 'action',
        position: { x: corner.x + PAD + x - WIDTH / 2, y: corner.y + PAD + HEAD + y - HEIGHT / 2 },
        data: { action, opens: edges.filter(({ from, kind }) => from === action.id && kind === 'flow') },
        width: WIDTH,
        height: HEIGHT,
        // What stands in it can be pressed, though it cannot be moved itself.
        style: { pointerEvents: 'all' },
      };
    });
  return [frame, ...inside];
}

/** Ways that lead from the same action to the same other one, as `success` and `failure` where neither is wired. */
function together(edges: readonly GraphEdge[]): readonly (readonly GraphEdge[])[] {
  const groups = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const key = `${edge.from}\n${edge.to}\n${edge.kind === 'enter' || edge.kind === 'flow' ? edge.kind : ''}`;
    groups.set(key, [...(groups.get(key) ?? []), edge]);
  }
  return [...groups.values()];
}

function wayOf(
  ways: readonly GraphEdge[],
  index: number,
  drawn: ReadonlyMap<string, ActionNode | ContainerNode>,
  containerOf: ReadonlyMap<string, string>,
): readonly WayEdge[] {
  const { from = '', to = null, kind } = ways[0] ?? {};
  const [source, target] = [drawn.get(from), drawn.get(to ?? '')];
  if (to === null || kind === 'flow' || source === undefined || target === undefined) return [];
  const isAcross = containerOf.get(from) !== containerOf.get(to);
  const isBack = !isAcross && target.position.y <= source.position.y;
  const box = drawn.get(`box ${containerOf.get(to)}`);
  return [
    {
      id: `way ${index}`,
      type: 'way',
      source: from,
      target: isAcross ? `box ${containerOf.get(to)}` : to,
      sourceHandle: isAcross ? 'side' : 'down',
      targetHandle: isAcross ? 'side' : 'up',
      data: { ways, ...(isBack && box !== undefined && { left: box.position.x + PAD / 2 }) },
    },
  ];
}
