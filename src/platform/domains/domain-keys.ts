import type { AttendantDatabase } from '../../store/database.ts';
import type { DkimKeyPair } from './dkim-key.ts';
import type { OutboundDomain, OutboundDomainStore } from './outbound-domain-store.ts';

/**
 * The keys of domains that came without: making one takes long, so a domain of the seed file gets its key when it is
 * first needed, not while every command starts.
 */
export function openDomainKeys({
  database,
  store,
  newKey,
}: {
  readonly database: AttendantDatabase;
  readonly store: OutboundDomainStore;
  readonly newKey: () => Promise<DkimKeyPair>;
}) {
  const making = new Map<string, Promise<void>>();

  async function make(name: string): Promise<void> {
    const key = await newKey();
    await database.commits.add(() => void store.putKey(name, key));
  }

  return {
    /** `undefined` when the domain was removed meanwhile. */
    async publicKeyOf({ name, publicKey }: OutboundDomain): Promise<string | undefined> {
      if (publicKey !== undefined) return publicKey;
      const made = making.get(name) ?? make(name).finally(() => making.delete(name));
      making.set(name, made);
      await made;
      return store.one(name)?.publicKey;
    },
  };
}
