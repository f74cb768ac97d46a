import type { WatchedClock } from '../calling/watched-clock.ts';
import type { DataActionRunner } from '../engine/engine-options.ts';
import type { GuardedClient } from '../http/guarded-client.ts';
import { createMasker } from '../integrations/masker.ts';
import { createSecrets } from '../integrations/secrets.ts';
import { type DataActionDesk, openDataActionDesk } from '../performing/data-action-desk.ts';
import type { Platform } from '../platform/platform.ts';
import type { HostOptions } from './host-options.ts';

const USER_AGENT = 'attendant';

/** What is there once the server listens. */
export interface Late {
  desk?: DataActionDesk;
  /** Another desk with the same receivers, on the clock of a simulated call. */
  deskOn?: (clock: WatchedClock) => DataActionDesk;
}

/** What needs a desk is built before the server listens, and a desk's requests go to the server: they meet here. */
export function lateDesk(late: Late): () => DataActionDesk {
  return () => {
    if (late.desk === undefined) throw new Error('no data action is performed before the server listens');
    return late.desk;
  };
}

export function lateRunner(desk: () => DataActionDesk): DataActionRunner {
  return {
    run: (...request) => desk().runner.run(...request),
    mayRepeat: (dataAction) => desk().runner.mayRepeat(dataAction),
  };
}

/** A desk for the data actions of a host. @param localUrl of this process, such as `http://127.0.0.1:8080` */
export function openDesk(
  options: HostOptions,
  { oauth }: Platform,
  http: GuardedClient,
  clock: WatchedClock,
  localUrl: string,
): DataActionDesk {
  const { target, allowedHosts = [], dataActions = [], integrations = [], ...rest } = options;
  return openDataActionDesk({
    ...rest,
    localClient: { clientId: options.localClient.clientId, clientSecret: oauth.ownSecret },
    integrations,
    secrets: options.secrets ?? createSecrets(() => undefined),
    masker: options.masker ?? createMasker(),
    clock,
    http,
    localUrl,
    allowedHosts,
    random: Math.random,
    userAgent: USER_AGENT,
    dataActions: new Map(dataActions.map(({ dataAction }) => [dataAction.id, dataAction])),
    ...(target !== undefined && { remote: target }),
  });
}
