import { join } from 'node:path';
import { readJsonFile } from '../../src/files/json-file.ts';
import { readPlatformFile } from '../../src/files/platform-file.ts';
import { HOME_DIVISION_ID } from '../../src/platform/divisions/home-division.ts';
import { openPlatform, type Platform } from '../../src/platform/platform.ts';
import type { PlatformSeed } from '../../src/platform/platform-seed.ts';
import { AttendantDatabase } from '../../src/store/database.ts';
import { systemClock } from '../../src/system-clock.ts';
import { timeOrderedIds } from '../../src/time-ordered-ids.ts';
import { SILENT } from '../support/silent-log.ts';

const COLUMNS = ['number', 'name', 'mail'];

/** Does something with the database of a data folder, as the platform at rest. */
export async function withPlatform<T>(
  data: string,
  work: (platform: Platform, database: AttendantDatabase) => Promise<T>,
): Promise<T> {
  const database = AttendantDatabase.open(join(data, 'attendant.db'));
  const parts = { database, clock: systemClock, ids: timeOrderedIds(), log: SILENT };
  const platform = await openPlatform({
    ...parts,
    seed: { ...shippedSeed(), oauthClients: [] },
    isAtRest: true,
  });
  try {
    return await work(platform, database);
  } finally {
    await platform.close();
    database.close();
  }
}

/** Stores a contact list with the columns `number`, `name`, `mail`, and a WhatsApp campaign for it. */
export function plantCampaign(
  data: string,
  { name = 'Summer', rows }: { readonly name?: string; readonly rows: readonly (readonly string[])[] },
): Promise<void> {
  return withPlatform(data, async ({ outbound }, database) => {
    await database.commits.add(() => {
      const list = outbound.lists.add({
        ...{ id: `list of ${name}`, name: `List of ${name}`, divisionId: HOME_DIVISION_ID },
        settings: {
          columnNames: COLUMNS,
          phoneColumns: [],
          whatsAppColumns: [{ columnName: 'number', type: 'cell' }],
          emailColumns: [{ columnName: 'mail', type: 'work' }],
          automaticTimeZoneMapping: false,
          trimWhitespace: false,
        },
        ...{ version: 1, createdAt: 0, modifiedAt: 0 },
      });
      outbound.contacts.add(
        list,
        rows.map((cells) => ({ data: cells })),
      );
    });
    const made = await outbound.campaigns.create({
      name,
      contactList: { id: `list of ${name}` },
      messagesPerMinute: 3_000,
      whatsAppConfig: {
        whatsAppColumns: ['number'],
        whatsAppIntegration: { id: 'whatsapp-main' },
        contentTemplate: { id: 'order-confirmation' },
      },
    });
    if (!made.ok) throw new Error(made.refusal.message);
  });
}

function shippedSeed(): PlatformSeed {
  const file = 'flows/local.platform.json';
  const read = readJsonFile(file);
  const checked = read.ok ? readPlatformFile(read.value.json, file) : undefined;
  if (checked?.ok !== true) throw new Error(`${file} has faults`);
  return checked.seed;
}
