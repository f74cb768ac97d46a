/** How a thrown error is answered over HTTP and on the command line. */
interface ErrorKind {
  /** HTTP status when it reaches the API. */
  readonly status: number;
  /** What it means, for docs/errors.md. */
  readonly about: string;
}

/**
 * Every error this program throws on purpose. Codes are never reused; a test compares the table with docs/errors.md.
 * Faults in authors' files are diagnostics, and trouble within a call is an output path: neither is in here.
 */
export const ERRORS = {
  DATABASE_FOREIGN: {
    status: 500,
    about: 'The database file belongs to another program or is no SQLite file.',
  },
  DATABASE_NEWER: { status: 500, about: 'The database file was written by a newer Attendant.' },
  DATABASE_DAMAGED: { status: 500, about: 'SQLite finds the database file damaged.' },
  DATABASE_UNWRITABLE: {
    status: 500,
    about: 'The database file or its folder cannot be created or written.',
  },
  DATABASE_IN_USE: { status: 500, about: 'Another Attendant process is using the data folder.' },
  CONVERSATION_UNKNOWN: { status: 404, about: 'No conversation has this id.' },
  CONVERSATION_ENDED: { status: 409, about: 'The conversation has ended and waits for nothing.' },
  CONVERSATION_CONFLICT: {
    status: 409,
    about: 'Somebody else stored a step of the same conversation first.',
  },
  STIMULUS_UNFIT: { status: 409, about: 'The conversation is not waiting for this.' },
  FLOW_UNKNOWN: { status: 404, about: 'No flow has this name.' },
  FLOW_INVALID: {
    status: 400,
    about: 'The flow has faults and cannot be run; `attendant check` lists them.',
  },
  FLOW_INPUT_INVALID: { status: 400, about: 'The inputs do not fit the input variables of the flow.' },
  USAGE: { status: 400, about: 'The command or request is not one Attendant knows.' },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERRORS;

/** An error with a stable code. The message is a sentence for the person who caused it; it names no secret. */
export class AttendantError extends Error {
  readonly code: ErrorCode;
  readonly status: number;

  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'AttendantError';
    this.code = code;
    this.status = ERRORS[code].status;
  }
}
