import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of callable time sets and campaign schedules. */
export const CALLABLE_TIME_REFUSALS = {
  'missing.time.zone': { status: 400, about: 'Callable times without a time zone.' },
  'invalid.time.zone': { status: 400, about: 'A time zone is not named as IANA names it.' },
  'invalid.day': { status: 400, about: 'A day of callable times is not one from 1, Monday, to 7, Sunday.' },
  'invalid.start.time': {
    status: 400,
    about: 'A slot of callable times begins at no time of the day, or not before it ends.',
  },
  'callable.time.set.in.use': {
    status: 400,
    about: 'A campaign uses the callable time set that is to be deleted.',
  },
} as const satisfies Record<string, RefusalKind>;
