import type { FlowLibrary } from '../engine/engine-options.ts';
import type { LoadedFlow } from './load-flow.ts';
import { flowLibrary } from './workspace.ts';

/** What reading flows anew changed, by their names. */
export interface FlowChanges {
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly gone: readonly string[];
  /** Files with errors whose flows stay as they were. */
  readonly faulty: readonly string[];
}

/** Flows that can be read anew while calls run: each call keeps the version it began with (R5). */
export interface LiveFlows {
  readonly library: FlowLibrary;
  /** Takes flows that were read anew. @param faulty files with errors: their flows stay as they were */
  take(flows: readonly LoadedFlow[], faulty: ReadonlySet<string>): FlowChanges;
}

/** Flows as they are now. @param first as they were when the server began, without errors */
export function liveFlows(first: readonly LoadedFlow[]): LiveFlows {
  let flows = first;
  let library = flowLibrary(first);
  return {
    library: {
      find: (name) => library.find(name),
      names: () => library.names(),
      fromBundle: (bundle, hash) => library.fromBundle(bundle, hash),
    },
    take(read, faulty) {
      const before = flows;
      flows = read.flatMap((flow) =>
        faulty.has(flow.file) ? before.filter(({ file }) => file === flow.file) : [flow],
      );
      library = flowLibrary(flows);
      return { ...changesOf(before, flows), faulty: [...faulty] };
    },
  };
}

function changesOf(before: readonly LoadedFlow[], now: readonly LoadedFlow[]): Omit<FlowChanges, 'faulty'> {
  const [old, present] = [hashes(before), hashes(now)];
  const names = [...present.keys()];
  return {
    changed: names.filter((name) => old.has(name) && old.get(name) !== present.get(name)),
    added: names.filter((name) => !old.has(name)),
    gone: [...old.keys()].filter((name) => !present.has(name)),
  };
}

function hashes(flows: readonly LoadedFlow[]): ReadonlyMap<string, string> {
  return new Map(
    flows.flatMap(({ program }) => (program === undefined ? [] : [[program.name, program.hash]])),
  );
}
