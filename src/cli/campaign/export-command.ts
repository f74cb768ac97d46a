import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EXIT, type ExitCode, type Io, UsageError } from '../io.ts';
import { shownLine } from '../shown-line.ts';
import type { CampaignOptions } from './campaign-commands.ts';
import { ofCampaign, readView } from './campaign-view.ts';
import { throughDoor } from './open-door.ts';
import { openProgress, type Progress } from './progress.ts';
import { sizeText } from './progress-line.ts';

/** What `attendant campaign export` takes. */
export interface ExportOptions extends CampaignOptions {
  readonly out?: string;
  readonly bom?: true;
}

/** `attendant campaign export`: what became of each contact, as CSV. */
export async function exportResults(name: string, options: ExportOptions, io: Io): Promise<ExitCode> {
  const { out, json, bom } = options;
  if (json === true && out === undefined)
    throw new UsageError('--json needs --out <file>: without it the output is the CSV itself.');
  return throughDoor(options, io, 'read', async (door) => {
    const campaign = readView(await ofCampaign(door, name, (path) => door.get(path)));
    const query = bom === true ? '?bom=true' : '';
    const csv = await ofCampaign(door, campaign.id, (path) => door.download(`${path}/results.csv${query}`));
    if (out === undefined) {
      for await (const text of csv.setEncoding('utf8')) io.out(String(text));
      return EXIT.ok;
    }
    const progress = openProgress(io, options);
    const bytes = await write(csv, out, progress).finally(progress.end);
    if (bytes === undefined) {
      io.err(`${shownLine(out)} cannot be written; check its folder, and the space that is left.\n`);
      return EXIT.failed;
    }
    if (json === true) io.out(`${JSON.stringify({ type: 'exported', file: out, bytes })}\n`);
    else
      io.out(`Wrote the results of ${shownLine(campaign.name)} to ${shownLine(out)} (${sizeText(bytes)}).\n`);
    return EXIT.ok;
  });
}

/** Writes a file, whole or not at all. @returns its size; undefined when it cannot be written. */
async function write(csv: Readable, out: string, progress: Progress): Promise<number | undefined> {
  const unfinished = `${out}.part`;
  let bytes = 0;
  csv.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    progress.tell({ label: basename(out), parts: [sizeText(bytes)] }, { type: 'progress', bytes });
  });
  try {
    await pipeline(csv, createWriteStream(unfinished));
    await rename(unfinished, out);
    return bytes;
  } catch (error) {
    await rm(unfinished, { force: true });
    if (error instanceof Error && 'syscall' in error) return undefined;
    throw error;
  }
}
