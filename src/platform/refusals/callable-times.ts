import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of callable time sets, campaign schedules and what the organization sets for campaigns. */
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
  'invalid.max.calls.per.agent': {
    status: 400,
    about: 'The calls of an agent, in the settings of all campaigns, are not from 1 to 15.',
  },
  'invalid.max.line.utilization': {
    status: 400,
    about: 'The share of lines, in the settings of all campaigns, is not from 0 to 1.',
  },
  'invalid.abandon.seconds': {
    status: 400,
    about: 'The seconds of an abandoned call, in the settings of all campaigns, are not from 0 to 3,600.',
  },
  'attendant.schedule.times': {
    status: 400,
    about: 'The times of a campaign schedule end before they begin, or overlap.',
  },
} as const satisfies Record<string, RefusalKind>;
