import type { JsonObject } from '../../authoring/json.ts';
import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { decided } from '../decided.ts';
import { done, type Outcome } from '../refusal.ts';
import { refuseVersion } from '../version-check.ts';
import { MOST_CALLS_PER_AGENT } from './outbound-settings.ts';
import { readSettings } from './read-settings.ts';
import { type StoredSettings, settingsStore } from './settings-store.ts';

/** Opens what the organization sets for all campaigns: `/api/v2/outbound/settings`. */
export function openOutboundSettings({
  database,
  clock,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
}) {
  const store = settingsStore(database.sqlite);
  const observers: (() => void)[] = [];

  /** Sets what the body names; the rest stays. */
  async function change(body: unknown): Promise<Outcome<undefined>> {
    const asked = readSettings(body);
    if (!asked.ok) return asked;
    const outcome = await decided(database, () => {
      const stored = store.read();
      const refused = refuseVersion(asked.value.version, stored.version);
      if (refused !== undefined) return refused;
      const now = clock.now();
      const settings = { ...stored.settings, ...asked.value.settings };
      const version = stored.version + 1;
      store.put({ settings, version, createdAt: stored.createdAt ?? now, modifiedAt: now });
      return done(undefined);
    });
    if (outcome.ok) for (const observe of observers) observe();
    return outcome;
  }

  return {
    /** The settings as they are now; the same object until they are changed. */
    read: () => store.read().settings,
    /** The settings in Genesys' shape. */
    entity: () => settingsEntity(store.read()),
    change,
    /** Lets a system hear that settings were changed. */
    observe: (observer: () => void) => void observers.push(observer),
  };
}

/** What openOutboundSettings returns. */
export type OrganizationOutboundSettings = ReturnType<typeof openOutboundSettings>;

function settingsEntity({ settings, version, createdAt, modifiedAt }: StoredSettings): JsonObject {
  return {
    ...(JSON.parse(JSON.stringify(settings)) as JsonObject),
    maxConfigurableCallsPerAgent: MOST_CALLS_PER_AGENT,
    version,
    ...(createdAt !== null && { dateCreated: new Date(createdAt).toISOString() }),
    ...(modifiedAt !== null && { dateModified: new Date(modifiedAt).toISOString() }),
    selfUri: '/api/v2/outbound/settings',
  };
}
