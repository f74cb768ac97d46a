import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import type { CampaignOptions } from './campaign-commands.ts';
import { count } from './campaign-text.ts';
import { ofCampaign } from './campaign-view.ts';
import { throughDoor } from './open-door.ts';
import { barOf } from './progress-line.ts';

const BAR_WIDTH = 20;
/** In the order in which it happens to a message. */
const COUNTS = ['messaged', 'skipped', 'sent', 'unknown', 'delivered', 'read', 'bounced', 'failed'];

/** `attendant campaign minutes`: what happened in each minute. */
export function minutes(name: string, options: CampaignOptions, io: Io): Promise<ExitCode> {
  return throughDoor(options, io, 'read', async (door) => {
    const { entities } = await ofCampaign(door, name, (path) => door.get(`${path}/minutes`));
    const rows = (Array.isArray(entities) ? entities : []).filter(isJsonObject);
    if (options.json === true) io.out(`${JSON.stringify(rows, undefined, 2)}\n`);
    else if (rows.length === 0) io.err('Nothing has happened yet.\n');
    else io.out(minutesText(rows));
    return EXIT.ok;
  });
}

/** A table of minutes with a bar for the messages of each. */
export function minutesText(rows: readonly JsonObject[]): string {
  const most = Math.max(1, ...rows.map((row) => numberOf(row['messaged'])));
  const names = COUNTS.filter((name) => rows.some((row) => numberOf(row[name]) !== 0));
  const table = [
    ['minute', ...names, ''],
    ...rows.map((row) => [
      minuteOf(row['at']),
      ...names.map((name) => count(numberOf(row[name]))),
      barOf(numberOf(row['messaged']) / most, BAR_WIDTH).replaceAll('░', ''),
    ]),
  ];
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const last = names.length + 1;
  return table
    .map((row) => {
      const cells = row.map((cell, column) =>
        column === 0 || column === last
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      );
      return `${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}

/** `2026-11-30T15:53Z` */
function minuteOf(at: Json | undefined): string {
  return String(at).replace(/:\d\d\.\d+Z$/, 'Z');
}
