import type { CallEvent } from '../runtime/conversation.ts';
import { heardText } from './heard-text.ts';
import { pathText } from './path-steps.ts';
import type { PlayedTest } from './play-test.ts';
import type { Expectations } from './test-file.ts';

/** What came of a call, as a test expects it: what was heard, where it went, what was set and sent, how it ended. */
export function savedExpectations({ steps, messages }: PlayedTest): Expectations {
  const events = steps.flatMap((step) => step.events);
  const conversation = steps.at(-1)?.conversation;
  const heard = events.flatMap((event) => heardText(event) ?? []);
  const path = events.flatMap((event) => (isTelling(event) ? (pathText(event) ?? []) : []));
  const data = conversation?.participantData ?? {};
  const { ending } = conversation ?? {};
  return {
    ...(heard.length > 0 && { heard }),
    ...(path.length > 0 && { path }),
    ...(Object.keys(data).length > 0 && { participantData: data }),
    ...(messages.length > 0 && {
      messages: messages.map(({ dataAction, channel, to }) => ({ dataAction, channel, to })),
    }),
    ...(ending !== undefined && { end: ending.reason }),
  };
}

/** Tasks and menus, choices, and how data actions and inputs went; decisions in between follow from these. */
function isTelling({ type, action = '' }: CallEvent): boolean {
  if (type !== 'tookOutput') return true;
  return /^menu:|\/(callData|callDataSecure|collectInput|transferTo\w+|[^/]*Lookup)$/.test(
    action.replace(/^flow:[^/]+\//, ''),
  );
}
