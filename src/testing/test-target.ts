import type { DataAction } from '../actions/data-action.ts';
import type { FoundTarget, Target } from '../performing/target.ts';
import { templateCredentials } from '../performing/template-credentials.ts';
import type { HttpClient } from '../ports.ts';
import { namesHost } from '../recording/recorder.ts';
import { replayedAuthentication } from '../recording/replay.ts';

/** Where requests seem to go; the name is reserved and never resolves. */
const BASE_URL = 'http://receiver.invalid';

/** Any data action finds a target, and none of them is real. */
export function targetOf(dataAction: DataAction): FoundTarget {
  const { integrationType } = dataAction;
  const isPlatform = integrationType === 'purecloud-data-actions';
  const target: Target = {
    name: 'test',
    ...(namesHost(dataAction) ? {} : { baseUrl: BASE_URL }),
    honoursIdempotencyKey: isPlatform || integrationType === 'attendant',
    authentication: replayedAuthentication(templateCredentials(dataAction)),
    ...(isPlatform && { below: '/api/' }),
  };
  return { ok: true, target };
}

/** Sends nothing: every data action has a client of its own. */
export const NOBODY: HttpClient = {
  send: async () => ({ ok: false, failure: 'refused', message: 'Nothing leaves a test' }),
  close: async () => {},
};
