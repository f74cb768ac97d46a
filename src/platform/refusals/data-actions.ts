import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of data actions (D). */
export const DATA_ACTION_REFUSALS = {
  'invalid.schema': { status: 400, about: 'The input of a data action does not fit its contract.' },
  'invalid.substitution': {
    status: 500,
    about: 'The templates of a data action cannot be filled with this input.',
  },
  'service.unavailable': {
    status: 503,
    about: 'The receiver failed too often; nothing is sent to it for a while.',
  },
  'request.timeout': {
    status: 504,
    about: 'No answer came in time, or the connection broke; the request may have been received.',
  },
  'attendant.action.not.valid': {
    status: 400,
    about: 'The data action has faults; `errors` lists all of them, each with its place.',
  },
  'attendant.action.contract.fixed': {
    status: 400,
    about: 'The contract of a published data action, and whether it is secure, cannot change.',
  },
  'attendant.action.integration.not.found': {
    status: 400,
    about: 'integrationId is no integration that data actions can be added to.',
  },
  'attendant.action.not.executable': {
    status: 400,
    about: 'The data action only asks for credentials that others send; it is not run by itself.',
  },
  'attendant.action.version.conflict': {
    status: 409,
    about: 'The data action was changed since the version that the request names.',
  },
  'attendant.action.of.file': {
    status: 409,
    about: 'The data action is read from a file and is changed there.',
  },
  'attendant.action.draft.exists': { status: 409, about: 'The data action has a draft already.' },
} as const satisfies Record<string, RefusalKind>;
