import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ReadStream } from 'node:tty';
import type { FlowTest } from '../testing/flow-test.ts';
import type { LoadedTests } from '../testing/load-tests.ts';
import type { TestReport } from '../testing/run-tests.ts';
import { EXIT, type ExitCode, type Io } from './io.ts';
import { loadTests, printReport, runOnce, type TestOptions } from './test-run.ts';

/** Editors write a file in several steps. */
const DEBOUNCE_MS = 120;
const KEYS_HELP = 'a runs all, f those that failed, q quits.';
const SKIPPED_FOLDERS = ['node_modules', 'dist'];

type Wanted = 'all' | 'failed' | 'affected' | 'quit';

/** Runs tests, and again whenever a file changes that they are played with. Ends when the user says so. */
export async function watchTests(paths: readonly string[], options: TestOptions, io: Io): Promise<ExitCode> {
  const queue = wantedQueue();
  const watched = watchedFolders(() => queue.put('affected'));
  const keys = keysOf(io, queue.put);
  const forgetStop = io.onStop(() => queue.put('quit'));
  const run = new WatchedRun(paths, options, io);
  try {
    let last = await run.next('all');
    for (;;) {
      watched.follow(foldersOf(paths, run.loaded));
      if (last)
        io.out(`${keys === undefined ? 'Waiting for changes.' : `Waiting for changes; ${KEYS_HELP}`}\n`);
      const wanted = await queue.take();
      if (wanted === 'quit') return run.isGood ? EXIT.ok : EXIT.failed;
      last = await run.next(wanted);
    }
  } finally {
    watched.close();
    forgetStop();
    keys?.();
  }
}

/** The runs of a watch: what each file was at its last run, and what failed in it. */
class WatchedRun {
  readonly #paths: readonly string[];
  readonly #options: TestOptions;
  readonly #io: Io;
  readonly #versions = new Map<string, string>();
  readonly #failed = new Set<string>();
  readonly #faulty = new Set<string>();
  loaded: readonly LoadedTests[] = [];

  constructor(paths: readonly string[], options: TestOptions, io: Io) {
    this.#paths = paths;
    this.#options = options;
    this.#io = io;
  }

  get isGood(): boolean {
    return (
      this.#failed.size === 0 && this.#faulty.size === 0 && this.loaded.some(({ tests }) => tests.length > 0)
    );
  }

  /** @returns whether anything was run. */
  async next(wanted: Exclude<Wanted, 'quit'>): Promise<boolean> {
    this.loaded = await loadTests(this.#paths);
    const files = wanted === 'affected' ? this.loaded.filter((one) => this.#isChanged(one)) : this.loaded;
    if (files.length === 0 && wanted === 'affected') return false;
    const among = (test: FlowTest) => wanted !== 'failed' || this.#failed.has(keyOf(test));
    if (wanted === 'affected') this.#io.out(`\nChanged: ${files.map(({ file }) => file).join(', ')}\n`);
    const report = await runOnce(files, this.#options, this.#io, among);
    this.#note(files, report);
    await printReport(report, this.#paths, this.#options, this.#io);
    return true;
  }

  /** What cannot be read is told again each time: it is being worked on. */
  #isChanged({ file, version }: LoadedTests): boolean {
    return this.#versions.get(file) !== version;
  }

  #note(files: readonly LoadedTests[], { files: reports }: TestReport): void {
    const there = new Set(this.loaded.map(({ file }) => file));
    for (const key of this.#failed) if (!there.has(JSON.parse(key)[0])) this.#failed.delete(key);
    for (const { file, version, tests } of files) {
      this.#versions.set(file, version);
      const names = tests.map(keyOf);
      for (const key of this.#failed)
        if (JSON.parse(key)[0] === file && !names.includes(key)) this.#failed.delete(key);
    }
    for (const { file, results, diagnostics } of reports) {
      if (diagnostics.some(({ severity }) => severity === 'error')) this.#faulty.add(file);
      else this.#faulty.delete(file);
      for (const { test, differences } of results)
        if (differences.length > 0) this.#failed.add(keyOf(test));
        else this.#failed.delete(keyOf(test));
    }
  }
}

function keyOf({ file, name }: FlowTest): string {
  return JSON.stringify([file, name]);
}

/** The next thing that is wanted. What comes while something is wanted already is part of it. */
function wantedQueue() {
  let waiting: ((wanted: Wanted) => void) | undefined;
  let next: Wanted | undefined;
  return {
    put(wanted: Wanted): void {
      if (waiting === undefined) next = next === 'quit' ? next : wanted;
      else {
        const give = waiting;
        waiting = undefined;
        give(wanted);
      }
    },
    take(): Promise<Wanted> {
      if (next !== undefined) {
        const wanted = next;
        next = undefined;
        return Promise.resolve(wanted);
      }
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
  };
}

/** Watches folders, each by itself: a file that is replaced by another stays in sight. */
function watchedFolders(changed: () => void) {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  const notice = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, DEBOUNCE_MS);
  };
  return {
    follow(folders: readonly string[]): void {
      for (const [folder, watcher] of watchers) {
        // A flow with faults says no longer what it is played with: what was watched stays watched.
        if (isFolder(folder)) continue;
        watcher.close();
        watchers.delete(folder);
      }
      for (const folder of folders) {
        if (watchers.has(folder)) continue;
        const watcher = watch(folder, notice);
        watcher.on('error', notice);
        watchers.set(folder, watcher);
      }
    },
    close(): void {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

/** All folders that flows, data actions, environments and tests lie in. */
function foldersOf(paths: readonly string[], loaded: readonly LoadedTests[]): readonly string[] {
  const roots = [
    ...paths.map((path) => (isFolder(path) ? path : dirname(path))),
    ...loaded.flatMap(({ file, tests }) => [
      dirname(file),
      ...tests.map(({ flowFile }) => dirname(flowFile)),
    ]),
  ];
  return [...new Set([...new Set(roots)].flatMap(withFoldersBelow))];
}

function withFoldersBelow(folder: string): readonly string[] {
  if (!isFolder(folder)) return [];
  const below = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED_FOLDERS.includes(entry.name),
  );
  return [join(folder), ...below.flatMap(({ name }) => withFoldersBelow(join(folder, name)))];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Single keys where there is a terminal. @returns what gives it back. */
function keysOf({ stdin }: Io, put: (wanted: Wanted) => void): (() => void) | undefined {
  if (stdin.isTTY !== true) return undefined;
  // What is a terminal can be read key by key.
  const terminal = stdin as ReadStream;
  const heard = (data: Buffer) => {
    for (const key of String(data).toLowerCase()) {
      if (key === 'a') put('all');
      if (key === 'f') put('failed');
      if (key === 'q' || key === '\u0003' || key === '\u0004') put('quit');
    }
  };
  terminal.setRawMode(true);
  terminal.on('data', heard);
  terminal.resume();
  return () => {
    terminal.off('data', heard);
    terminal.setRawMode(false);
    terminal.pause();
  };
}
