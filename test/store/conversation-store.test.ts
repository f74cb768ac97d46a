import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttendantDatabase } from '../../src/store/database.ts';
import { memoryConversations } from '../../src/store/memory-conversations.ts';
import { sqliteConversations } from '../../src/store/sqlite-conversations.ts';
import { conversationStoreSuite } from './conversation-store.suite.ts';

conversationStoreSuite('memory', () => ({ store: memoryConversations(), close: () => undefined }));

conversationStoreSuite('SQLite in memory', () => {
  const database = AttendantDatabase.open(':memory:');
  return { store: sqliteConversations(database), close: () => database.close() };
});

conversationStoreSuite('SQLite in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'attendant-store-'));
  const database = AttendantDatabase.open(join(folder, 'attendant.db'));
  return {
    store: sqliteConversations(database),
    close: () => {
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
});
