import type { FlowChanges, LiveFlows } from '../files/live-flows.ts';
import { watchDefinitions } from '../files/watch-definitions.ts';
import { missingSettings, openWorkspace, type WorkspaceOptions } from '../files/workspace.ts';
import type { Io } from './io.ts';
import { inOrder, reportText } from './report.ts';

/** Reads flows anew when their files change: new calls begin with what is on disk. @returns what ends it. */
export function followFlows(from: WorkspaceOptions, live: LiveFlows, io: Io): () => void {
  return watchDefinitions(from.path, () => {
    const workspace = openWorkspace(from);
    const files = new Set(workspace.flows.map(({ file }) => file));
    const diagnostics = [...workspace.diagnostics, ...missingSettings(workspace)];
    const faulty = diagnostics.filter(({ severity, file }) => severity === 'error' && files.has(file));
    const faultyFiles = new Set([
      ...faulty.map(({ file }) => file),
      ...workspace.flows.filter(({ program }) => program === undefined).map(({ file }) => file),
    ]);
    const text = changesText(live.take(workspace.flows, faultyFiles));
    if (text === '') return;
    if (diagnostics.length > 0) io.err(reportText(inOrder(diagnostics), io.hasColors));
    io.out(text);
  });
}

/** What happened, a line each; empty when nothing did. */
function changesText({ changed, added, gone, faulty }: FlowChanges): string {
  const lines = [
    ['Read anew', changed, 'new calls begin with it, calls under way keep their version'],
    ['New flow', added, ''],
    ['Gone', gone, ''],
    ['Not taken', faulty, 'it has errors; what was before stays'],
  ] as const;
  return lines
    .filter(([, names]) => names.length > 0)
    .map(([what, names, note]) => `${what}: ${names.join(', ')}${note === '' ? '' : ` (${note})`}\n`)
    .join('');
}
