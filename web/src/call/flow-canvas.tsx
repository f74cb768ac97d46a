import '@xyflow/react/dist/base.css';
import {
  Background,
  Controls,
  MiniMap,
  type Node,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from '@xyflow/react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { GraphUnit } from '../../../src/simulator/graph.ts';
import { usePoll } from '../api/use-poll.ts';
import { ErrorState } from '../parts/error-state.tsx';
import type { CallView, Graph } from './call-types.ts';
import { ActionBox, ContainerBox, Way } from './flow-parts.tsx';
import { drawingOf, HEIGHT, WIDTH } from './layout.ts';
import { Marks, MarksContext } from './marks.ts';

const NODE_TYPES = { action: ActionBox, container: ContainerBox };
const EDGE_TYPES = { way: Way };

/** The flow of a call: where it stands, where it has been, and where it is to pause. */
export function FlowCanvas({
  view,
  onToggle,
}: {
  readonly view: CallView;
  /** Toggles a breakpoint on an action; absent: they cannot be set. */
  readonly onToggle?: (action: string) => void;
}) {
  const { name, version } = view.flow;
  const {
    data: graph,
    error,
    refresh,
  } = usePoll<Graph>(
    `/attendant/flows/${encodeURIComponent(name)}/graph?version=${encodeURIComponent(version)}`,
  );
  if (graph?.version === version)
    return (
      <ReactFlowProvider>
        <Drawn graph={graph} view={view} {...(onToggle !== undefined && { onToggle })} />
      </ReactFlowProvider>
    );
  if (error !== undefined)
    return <ErrorState what="The flow could not be drawn." error={error} retry={refresh} />;
  return <div className="canvas" aria-busy="true" />;
}

function Drawn({
  graph,
  view,
  onToggle,
}: {
  readonly graph: Graph;
  readonly view: CallView;
  readonly onToggle?: (action: string) => void;
}) {
  const [marks] = useState(() => new Marks());
  const [opened, setOpened] = useState<{ readonly unit: number; readonly at: string }>();
  // Where the call goes, the drawing goes.
  const at = `${view.moment} ${view.standsAt}`;
  const unitAt = opened?.at === at ? opened.unit : view.unitAt;
  const open = (unit: number) => setOpened({ unit, at });
  const unit = graph.units[unitAt] ?? graph.units[0];
  marks.toggle = onToggle;
  marks.open = open;
  useEffect(() => marks.show(view), [marks, view]);
  if (unit === undefined) return null;
  return (
    <MarksContext.Provider value={marks}>
      <div className="canvas-head">
        <Breadcrumb graph={graph} unit={unit} at={view.unitAt} onOpen={open} />
        <FindAction unit={unit} />
      </div>
      <Canvas graph={graph} unit={unit} view={view} />
    </MarksContext.Provider>
  );
}

function Canvas({
  graph,
  unit,
  view,
}: {
  readonly graph: Graph;
  readonly unit: GraphUnit;
  readonly view: CallView;
}) {
  const { nodes, edges } = useMemo(() => drawingOf(graph.version, unit), [graph.version, unit]);
  return (
    <section className="canvas" aria-label={`The flow ${unit.name}`}>
      <ReactFlow
        key={`${graph.version} ${unit.index}`}
        defaultNodes={[...nodes]}
        defaultEdges={[...edges]}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onlyRenderVisibleElements
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        zoomOnDoubleClick={false}
        minZoom={0.05}
        maxZoom={1.6}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={22} />
        <Controls showInteractive={false} />
        <MiniMap
          pannable
          zoomable
          ariaLabel="Overview of the flow"
          nodeClassName={(node: Node) => `mini-${node.type}`}
        />
        <Follow action={view.standsAt} start={unit.start} />
      </ReactFlow>
    </section>
  );
}

/** Keeps the action at which the call stands in sight. */
function Follow({ action, start }: { readonly action: string; readonly start: string | null }) {
  const flow = useReactFlow();
  const width = useStore(({ width }) => width);
  const height = useStore(({ height }) => height);
  const isFirst = useRef(true);
  useEffect(() => {
    if (width === 0 || height === 0) return;
    const node = flow.getNode(action) ?? (isFirst.current ? flow.getNode(start ?? '') : undefined);
    if (node === undefined) return;
    const { x, y } = { x: node.position.x + WIDTH / 2, y: node.position.y + HEIGHT / 2 };
    const { zoom, x: left, y: top } = flow.getViewport();
    const [seenX, seenY] = [x * zoom + left, y * zoom + top];
    const margin = 90;
    const isSeen = seenX > margin && seenX < width - margin && seenY > margin && seenY < height - margin;
    if (isSeen && !isFirst.current) return;
    const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const wanted = isFirst.current ? Math.min(0.9, Math.max(0.7, width / 900)) : zoom;
    void flow.setCenter(x, y, { zoom: wanted, duration: isCalm || isFirst.current ? 0 : 250 });
    isFirst.current = false;
  }, [action, start, flow, width, height]);
  return null;
}

/** From the flow that was called down to the one that is drawn. */
function Breadcrumb({
  graph,
  unit,
  at,
  onOpen,
}: {
  readonly graph: Graph;
  readonly unit: GraphUnit;
  readonly at: number;
  readonly onOpen: (unit: number) => void;
}) {
  const others = [graph.units[0], graph.units[at]].filter(
    (one, index, all) => one !== undefined && one.index !== unit.index && all.indexOf(one) === index,
  );
  return (
    <nav className="crumbs" aria-label="Flows of the call">
      {others.map((one) =>
        one === undefined ? null : (
          <button key={one.index} type="button" className="quiet small" onClick={() => onOpen(one.index)}>
            {one.name}
          </button>
        ),
      )}
      <strong>{unit.name}</strong>
      {graph.units.length > 1 && (
        <select
          aria-label="Show another flow"
          value={unit.index}
          onChange={(event) => onOpen(Number(event.target.value))}
        >
          {graph.units.map(({ index, name }) => (
            <option key={index} value={index}>
              {name}
            </option>
          ))}
        </select>
      )}
    </nav>
  );
}

/** Looks for an action by its name or what it says, and goes there. */
function FindAction({ unit }: { readonly unit: GraphUnit }) {
  const flow = useReactFlow();
  const id = useId();
  const [text, setText] = useState('');
  const go = (wanted: string) => {
    setText(wanted);
    const words = wanted.trim().toLowerCase();
    if (words === '') return;
    const found =
      unit.actions.find((action) => action.id === wanted) ??
      unit.actions.find((action) =>
        `${action.id} ${action.title} ${action.text}`.toLowerCase().includes(words),
      );
    const node = found && flow.getNode(found.id);
    if (node) void flow.setCenter(node.position.x + WIDTH / 2, node.position.y + HEIGHT / 2, { zoom: 1 });
  };
  return (
    <>
      <input
        type="search"
        className="find"
        placeholder="Find an action"
        aria-label="Find an action"
        list={id}
        value={text}
        onChange={(event) => go(event.target.value)}
      />
      <datalist id={id}>
        {unit.actions.map((action) => (
          <option key={action.id} value={action.id}>
            {action.title}
          </option>
        ))}
      </datalist>
    </>
  );
}
