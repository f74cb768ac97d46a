import type { RunnableFlow } from '../engine/engine-options.ts';
import { goesBehind } from '../runtime/check/reachability.ts';
import { CONTAINER_KINDS } from '../runtime/flow-types.ts';
import type { Program, Step, Unit } from '../runtime/program.ts';
import type { GraphContainer, GraphEdge, GraphUnit } from './graph.ts';
import { writtenActions } from './written-action.ts';

/** A flow with every flow that it calls or transfers to, as a graph. Pure. */
export function flowGraph({ program, bundle }: RunnableFlow): readonly GraphUnit[] {
  const written = writtenActions(program, bundle);
  return program.units.map((unit) => {
    const steps = program.steps.filter((step) => step.unit === unit.index);
    return {
      index: unit.index,
      name: unit.name,
      type: unit.type,
      start: idAt(program, unit.startUp.at),
      containers: containersOf(program, unit),
      actions: steps.map((step) => ({
        id: step.id,
        type: step.type.type,
        title: step.type.title,
        text: written.textOf(step),
        container: containerKey(step),
      })),
      edges: steps.flatMap((step) => edgesOf(program, step, written.labelOf)),
    };
  });
}

function containersOf(program: Program, { containers }: Unit): readonly GraphContainer[] {
  return CONTAINER_KINDS.flatMap((kind) =>
    [...containers[kind]].map(([name, at]) => ({
      key: `${kind}:${name}`,
      kind,
      name,
      first: idAt(program, at),
    })),
  );
}

function containerKey({ containerKind, container }: Step): string {
  return containerKind === 'flow' ? 'flow' : `${containerKind}:${container}`;
}

function idAt({ steps }: Program, at: number): string | null {
  return steps[at]?.id ?? null;
}

type LabelOf = (step: Step, output: string) => string;

function edgesOf(program: Program, step: Step, labelOf: LabelOf): readonly GraphEdge[] {
  return [...ownPaths(program, step, labelOf), ...behind(program, step), ...entered(program, step)];
}

/** Every output path that the action has: those that are wired, and those that go on behind it. */
function ownPaths(program: Program, step: Step, labelOf: LabelOf): readonly GraphEdge[] {
  const { id, type, outputs, next } = step;
  const names = new Set([...type.outputs, ...Object.keys(outputs)]);
  return [...names].map((output) => ({
    from: id,
    to: idAt(program, outputs[output] ?? (goesBehind(step) ? next : -1)),
    output,
    label: labelOf(step, output),
    kind: 'path',
  }));
}

/** Where an action goes on that is no output path. */
function behind(program: Program, step: Step): readonly GraphEdge[] {
  const loop = program.steps[step.loop];
  const way = (to: number, label: string, kind: GraphEdge['kind']): readonly GraphEdge[] => [
    { from: step.id, to: idAt(program, to), output: null, label, kind },
  ];
  if (step.type.leavesRound === 'next') return way(step.loop, 'next round', 'round');
  if (step.type.leavesRound === 'exit') return way(loop?.next ?? -1, 'leaves the loop', 'round');
  if (!goesBehind(step)) return [];
  const isWhole = step.type.outputs.length === 0 || step.type.loops === true;
  const label = step.type.loops === true ? 'after' : Object.keys(step.outputs).length > 0 ? 'otherwise' : '';
  return isWhole ? way(step.next, label, 'behind') : [];
}

/** Containers and flows that an action leads to. */
function entered(program: Program, { id, targets, unit }: Step): readonly GraphEdge[] {
  return targets.flatMap((target): readonly GraphEdge[] => {
    const [kind = '', ...parts] = target.split(':');
    const name = parts.join(':');
    if (kind === 'flow') {
      const to = program.unitsByReference.get(name);
      if (to === undefined) return [];
      return [
        {
          from: id,
          to: idAt(program, to.startUp.at),
          output: null,
          label: to.name,
          kind: 'flow',
          unit: to.index,
        },
      ];
    }
    const containers = CONTAINER_KINDS.find((one) => one === kind);
    const at = containers && program.units[unit]?.containers[containers].get(name);
    return at === undefined
      ? []
      : [{ from: id, to: idAt(program, at), output: null, label: '', kind: 'enter' }];
  });
}
