import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of callbacks and queues (K). */
export const CALLBACK_REFUSALS = {
  'required.field.missing': { status: 400, about: 'A queue without a name.' },
  'duplicate.name': { status: 400, about: 'Another queue has the name.' },
  'resource.not.found': { status: 404, about: 'No queue or recipient has this id.' },
  'active.queue': { status: 400, about: 'Callbacks wait in the queue that is to be deleted.' },
  'conversations.error.queue.not.found': {
    status: 400,
    about: 'The request names a queue that there is not.',
  },
  'attendant.agent.not.found': { status: 404, about: 'No simulated agent has this id.' },
} as const satisfies Record<string, RefusalKind>;
