import { randomBytes } from 'node:crypto';
import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DataAction } from '../actions/data-action.ts';
import type { FaultRule } from '../calling/faults.ts';
import type { Masker } from '../integrations/masker.ts';
import type { Clock } from '../ports.ts';
import { cassetteText } from '../recording/cassette.ts';
import type { Recorder } from '../recording/recorder.ts';
import type { Replay } from '../recording/replay.ts';
import { type Io, UsageError } from './io.ts';
import type { PlayOptions } from './play-options.ts';

/** What stands around the receivers of data actions. */
export interface Play {
  readonly faults?: readonly FaultRule[];
  readonly recorder?: Recorder;
  readonly replay?: Replay;
  /** Writes what was recorded, and tells what the cassette lacked. @returns whether all went well. */
  finish(io: Io): boolean;
}

/** What a play needs to know. */
export interface PlayParts {
  readonly clock: Clock;
  readonly masker: Masker;
  /** Those that a cassette is compared with. */
  readonly dataActions: readonly DataAction[];
  /** Ids of those that may be given a fault; absent: of the same. */
  readonly faultable?: readonly string[];
}

/**
 * Reads what a command says of receivers.
 *
 * @returns undefined when the cassette cannot be read; its faults are told.
 * @throws UsageError for a fault that there is not, or a cassette that cannot be written.
 */
export async function readPlay(options: PlayOptions, parts: PlayParts, io: Io): Promise<Play | undefined> {
  const replay = await readReplay(options, parts.dataActions, io);
  if (replay === 'unreadable') return undefined;
  const recorder = await openRecorder(options, parts);
  const ids = parts.faultable ?? parts.dataActions.map(({ id }) => id);
  const faults = await readFaults(options.fault ?? [], ids);
  return {
    ...(faults.length > 0 && { faults }),
    ...(recorder !== undefined && { recorder }),
    ...(replay !== undefined && { replay }),
    finish(to) {
      if (recorder !== undefined) writeCassette(options.record ?? '', recorder, to);
      return replay === undefined || tellReplay(replay, to);
    },
  };
}

async function readFaults(
  texts: readonly string[],
  dataActions: readonly string[],
): Promise<readonly FaultRule[]> {
  const { parseFault } = await import('../calling/faults.ts');
  return texts.map((text) => {
    const read = parseFault(text, dataActions);
    if (!read.ok) throw new UsageError(`--fault: ${read.message}.`);
    return read.value;
  });
}

async function openRecorder(
  { record, mask, keep }: PlayOptions,
  { clock, masker }: { readonly clock: Clock; readonly masker: Masker },
): Promise<Recorder | undefined> {
  if (record === undefined) return undefined;
  refuseUnwritable(record);
  const { createRecorder } = await import('../recording/recorder.ts');
  return createRecorder({
    clock,
    salt: randomBytes(32).toString('hex'),
    maskSecrets: (text) => masker.text(text),
    rules: { mask: listOf(mask), keep: listOf(keep) },
  });
}

/** What was sent cannot be sent again, so a name that is wrong is told before. Nothing is written yet. */
function refuseUnwritable(file: string): void {
  const there = statSync(file, { throwIfNoEntry: false });
  try {
    accessSync(there === undefined ? dirname(file) : file, constants.W_OK);
    if (there?.isDirectory() !== true) return;
  } catch {
    // Told below, like a folder.
  }
  throw new UsageError(`--record: ${file} cannot be written; name a file in a folder that is there.`);
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').flatMap((key) => (key.trim() === '' ? [] : [key.trim()]));
}

async function readReplay(
  { replay }: PlayOptions,
  dataActions: readonly DataAction[],
  io: Io,
): Promise<Replay | 'unreadable' | undefined> {
  if (replay === undefined) return undefined;
  const { loadCassette } = await import('../files/load-cassette.ts');
  const { reportText } = await import('./report.ts');
  const { cassette, diagnostics } = loadCassette(replay);
  if (diagnostics.length > 0) io.err(reportText(diagnostics, io.hasColors));
  if (cassette === undefined) return 'unreadable';
  const { driftOf } = await import('../recording/drift.ts');
  for (const { message } of driftOf(cassette, dataActions)) io.err(`${message}.\n`);
  const { createReplay } = await import('../recording/replay.ts');
  return createReplay(cassette);
}

function writeCassette(file: string, recorder: Recorder, io: Io): void {
  const cassette = recorder.cassette();
  writeFileSync(file, cassetteText(cassette));
  for (const notice of recorder.notices()) io.err(`${notice}.\n`);
  const count = cassette.exchanges.length;
  io.err(
    `Recorded ${count} exchange${count === 1 ? '' : 's'} in ${file}. Look through it before you share it.\n`,
  );
}

function tellReplay(replay: Replay, io: Io): boolean {
  for (const fault of [...replay.faults(), ...replay.unused()]) io.err(`${fault}.\n`);
  return replay.faults().length === 0;
}
