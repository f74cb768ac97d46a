// A process of its own for import.js: the platform on a file, with an empty contact list `bench`. Tells its port.
import { buildServer } from '../dist/api/server.js';
import { openPlatform } from '../dist/platform/platform.js';
import { AttendantDatabase } from '../dist/store/database.js';
import { systemClock } from '../dist/system-clock.js';
import { timeOrderedIds } from '../dist/time-ordered-ids.js';

const [file, ...columnNames] = process.argv.slice(2);
const log = { info: () => {}, warn: (message, details) => console.error(message, details) };
const database = AttendantDatabase.open(file);
const parts = { database, clock: systemClock, ids: timeOrderedIds(), log };
const platform = await openPlatform(parts);
await database.commits.add(() =>
  platform.outbound.lists.add({
    id: 'bench',
    name: 'Bench',
    divisionId: 'home',
    settings: {
      columnNames,
      phoneColumns: [{ columnName: 'phone', type: 'home' }],
      emailColumns: [{ columnName: 'email', type: 'home' }],
      whatsAppColumns: [],
      automaticTimeZoneMapping: false,
      trimWhitespace: false,
    },
    version: 1,
    createdAt: 0,
    modifiedAt: 0,
  }),
);
const server = buildServer({ ids: parts.ids, log, platform });
await server.listen({ host: '127.0.0.1', port: 0 });
process.on('disconnect', () => process.exit());
process.send({ port: server.server.address().port });
