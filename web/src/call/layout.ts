import dagre from '@dagrejs/dagre';
import type { Edge, Node } from '@xyflow/react';
import type { GraphAction, GraphEdge, GraphUnit } from './call-types.ts';

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
export type WayEdge = Edge<{ readonly edge: GraphEdge }, 'way'>;

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
  const boxes = [...byContainer].map(([key, actions]) => boxOf(key, actions, unit.edges, containerOf));
  const centres = placeBoxes(unit, boxes, containerOf);
  const nodes = boxes.flatMap((box) => nodesOf(unit, box, centres.get(box.key) ?? { x: 0, y: 0 }));
  const drawn = new Set(nodes.map(({ id }) => id));
  const edges = unit.edges.flatMap((edge, index) => wayOf(edge, index, drawn, containerOf));
  return { nodes, edges };
}

/** Actions of one container from top to bottom. */
function boxOf(
  key: string,
  actions: readonly GraphAction[],
  edges: readonly GraphEdge[],
  containerOf: ReadonlyMap<string, string>,
): Box {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 44 });
  graph.setDefaultEdgeLabel(() => ({}));
  // As their author wrote them: the way that is written first stands first.
  for (const id of inOrder(actions, edges)) graph.setNode(id, { width: WIDTH, height: HEIGHT });
  // dagre puts what comes last to the left.
  for (const { from, to } of edges.toReversed())
    if (to !== null && containerOf.get(from) === key && containerOf.get(to) === key) graph.setEdge(from, to);
  dagre.layout(graph);
  const { width = WIDTH, height = HEIGHT } = graph.graph() as { width?: number; height?: number };
  const places = actions.map(({ id }) => {
    const { x, y } = graph.node(id) as { x: number; y: number };
    return [id, { x, y }] as const;
  });
  return { key, width: width + 2 * PAD, height: height + HEAD + 2 * PAD, places: new Map(places) };
}

/** Actions in the order in which a reader meets them who follows each way to its end. */
function inOrder(actions: readonly GraphAction[], edges: readonly GraphEdge[]): readonly string[] {
  const own = new Set(actions.map(({ id }) => id));
  const ways = new Map<string, string[]>();
  const entered = new Set<string>();
  for (const { from, to } of edges) {
    if (to === null || !own.has(from) || !own.has(to)) continue;
    entered.add(to);
    ways.set(from, [...(ways.get(from) ?? []), to]);
  }
  const seen = new Set<string>();
  const open = [...own]
    .filter((id) => !entered.has(id))
    .concat([...own].reverse())
    .reverse();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(ways.get(id) ?? []).toReversed());
  }
  return [...seen];
}

/** Containers from left to right, as calls go through them. */
function placeBoxes(
  { edges, start }: GraphUnit,
  boxes: readonly Box[],
  containerOf: ReadonlyMap<string, string>,
): ReadonlyMap<string, { readonly x: number; readonly y: number }> {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 40, ranksep: 90 });
  graph.setDefaultEdgeLabel(() => ({}));
  const first = containerOf.get(start ?? '');
  const inOrder = [...boxes].sort((a, b) => Number(b.key === first) - Number(a.key === first));
  for (const { key, width, height } of inOrder) graph.setNode(key, { width, height });
  for (const { from, to } of edges) {
    const [a, b] = [containerOf.get(from), containerOf.get(to ?? '')];
    if (a !== undefined && b !== undefined && a !== b && graph.hasNode(a) && graph.hasNode(b))
      graph.setEdge(a, b);
  }
  dagre.layout(graph);
  return new Map(
    boxes.map(({ key }) => {
      const { x, y } = graph.node(key) as { x: number; y: number };
      return [key, { x, y }];
    }),
  );
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

function wayOf(
  edge: GraphEdge,
  index: number,
  drawn: ReadonlySet<string>,
  containerOf: ReadonlyMap<string, string>,
): readonly WayEdge[] {
  const { from, to, kind } = edge;
  if (to === null || kind === 'flow' || !drawn.has(from) || !drawn.has(to)) return [];
  const isAcross = containerOf.get(from) !== containerOf.get(to);
  return [
    {
      id: `way ${index}`,
      type: 'way',
      source: from,
      target: isAcross ? `box ${containerOf.get(to)}` : to,
      sourceHandle: isAcross ? 'side' : 'down',
      targetHandle: isAcross ? 'side' : 'up',
      data: { edge },
    },
  ];
}
