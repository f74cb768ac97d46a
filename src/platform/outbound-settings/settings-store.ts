import type Sqlite from 'better-sqlite3';
import { DEFAULT_SETTINGS, type OutboundSettings } from './outbound-settings.ts';

/** The settings as they are kept. Times are epoch ms; null until somebody sets something. */
export interface StoredSettings {
  readonly settings: OutboundSettings;
  readonly version: number;
  readonly createdAt: number | null;
  readonly modifiedAt: number | null;
}

interface SettingsRow extends Omit<StoredSettings, 'settings'> {
  readonly settings: string;
}

const UNSET: StoredSettings = { settings: DEFAULT_SETTINGS, version: 1, createdAt: null, modifiedAt: null };

/** The SQL of the settings of all campaigns. Writes belong into a commit. */
export function settingsStore(sqlite: Sqlite.Database) {
  const read = sqlite.prepare<[], SettingsRow>(
    `select settings, version, created_at as createdAt, modified_at as modifiedAt from outbound_settings`,
  );
  const put = sqlite.prepare<[SettingsRow]>(
    `insert into outbound_settings (only, settings, version, created_at, modified_at)
     values (1, @settings, @version, @createdAt, @modifiedAt)
     on conflict (only) do update set settings = excluded.settings, version = excluded.version,
       modified_at = excluded.modified_at`,
  );
  let known: { readonly text: string; readonly settings: OutboundSettings } | undefined;

  /** The same object as long as the text is the same. */
  function settingsOf(text: string): OutboundSettings {
    if (known?.text !== text)
      known = { text, settings: { ...DEFAULT_SETTINGS, ...(JSON.parse(text) as OutboundSettings) } };
    return known.settings;
  }

  return {
    read(): StoredSettings {
      const row = read.get();
      return row === undefined ? UNSET : { ...row, settings: settingsOf(row.settings) };
    },
    put: (stored: StoredSettings) => void put.run({ ...stored, settings: JSON.stringify(stored.settings) }),
  };
}
