import {
  BaseEdge,
  EdgeLabelRenderer,
  type EdgeProps,
  getSmoothStepPath,
  Handle,
  type NodeProps,
  Position,
} from '@xyflow/react';
import { memo } from 'react';
import type { GraphEdge } from '../../../src/simulator/graph.ts';
import type { ActionNode, ContainerNode, WayEdge } from './layout.ts';
import { useMarks, useTaken } from './marks.ts';

const NAMES: { readonly [kind: string]: string } = { task: 'Task', menu: 'Menu', state: 'State', bot: 'Bot' };

/** An action of the flow: what it is, what it says, whether the call stands there or has been there. */
export const ActionBox = memo(function ActionBox({ data }: NodeProps<ActionNode>) {
  const { action, opens } = data;
  const { place, visits, stop, canStop, marks } = useMarks(action.id);
  const names = ['act', kindOf(action.type), place, visits > 0 ? 'visited' : '', stop].filter(
    (name) => name !== '',
  );
  return (
    <div
      className={names.join(' ')}
      data-action={action.id}
      aria-current={place === 'current' ? 'step' : undefined}
    >
      <Handle id="up" type="target" position={Position.Top} isConnectable={false} />
      <Handle id="side" type="source" position={Position.Right} isConnectable={false} />
      <Handle id="down" type="source" position={Position.Bottom} isConnectable={false} />
      {canStop && (
        <button
          type="button"
          className="stop nodrag"
          aria-pressed={stop !== ''}
          aria-label={`Breakpoint on ${action.id}`}
          title={stop === 'condition' ? 'Breakpoint with a condition' : 'Breakpoint'}
          onClick={() => marks.toggle?.(action.id)}
        />
      )}
      <span className="act-title">
        {action.title}
        {visits > 1 && <span className="visits"> ×{visits}</span>}
        {place === 'current' && <span className="sr-only"> (the call stands here)</span>}
      </span>
      <span className="act-text" dir="auto" title={action.text}>
        {action.text}
      </span>
      {opens.map(({ unit, label }) => (
        <button key={unit} type="button" className="opens small nodrag" onClick={() => marks.open(unit ?? 0)}>
          Open {label}
        </button>
      ))}
    </div>
  );
});

function kindOf(type: string): string {
  if (/^(menu|collectInput|ask|wait|digital)/.test(type)) return 'asks';
  if (/^(callData|lookup|dataTable|callDecision)/i.test(type)) return 'reaches';
  if (/^(play|communicate|sendResponse)/.test(type)) return 'says';
  if (/^(disconnect|transfer|end|exit)/.test(type)) return 'ends';
  return 'does';
}

/** A task, menu, state or bot around its actions. */
export const ContainerBox = memo(function ContainerBox({ data }: NodeProps<ContainerNode>) {
  return (
    <div className="box">
      <Handle id="side" type="target" position={Position.Left} isConnectable={false} />
      <span className="box-name">
        <span className="muted">{NAMES[data.kind] ?? ''}</span> {data.name}
      </span>
    </div>
  );
});

/** A way from one action to another; thick where the call went. */
export const Way = memo(function Way(props: EdgeProps<WayEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data } = props;
  const ends = { sourceX, sourceY, targetX, targetY };
  const [path, labelX, labelY] =
    data?.left === undefined
      ? getSmoothStepPath({ ...ends, sourcePosition, targetPosition, borderRadius: 8 })
      : backPath(ends, data.left);
  const ways = data?.ways ?? NO_WAYS;
  const isTaken = useTaken(ways);
  const label = ways
    .map((way) => way.label)
    .filter((text) => text !== '')
    .join(', ');
  const kind = ways[0]?.kind ?? 'path';
  return (
    <>
      <BaseEdge id={id} path={path} className={`way ${kind} ${isTaken ? 'taken' : ''}`} />
      {label !== '' && (
        <EdgeLabelRenderer>
          <span
            className={`way-label ${isTaken ? 'taken' : ''}`}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          >
            <bdi dir="ltr">{label}</bdi>
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

interface Ends {
  readonly sourceX: number;
  readonly sourceY: number;
  readonly targetX: number;
  readonly targetY: number;
}

/** A way back runs beside everything that it leads back over. */
function backPath({ sourceX, sourceY, targetX, targetY }: Ends, left: number): [string, number, number] {
  const [below, above] = [sourceY + 12, targetY - 14];
  const path = `M${sourceX},${sourceY} V${below} H${left} V${above} H${targetX} V${targetY}`;
  return [path, (sourceX + left) / 2, below];
}

const NO_WAYS: readonly GraphEdge[] = [];
