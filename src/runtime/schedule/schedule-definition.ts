import { type Static, Type } from 'typebox';

const LOCAL_TIME = '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,3})?)?$';
const Id = Type.Optional(
  Type.String({ minLength: 1, description: 'Its id, as expressions and data actions see it.' }),
);
const Exact = { additionalProperties: false } as const;
const Names = (description: string) => Type.Optional(Type.Array(Type.String(), { description }));

/** A schedule as Genesys has it: a first occurrence in local time, and how it repeats. */
export const ScheduleSchema = Type.Object(
  {
    id: Id,
    start: Type.String({
      pattern: LOCAL_TIME,
      description: 'When it first begins, local time without a zone: 2026-01-05T09:00.',
    }),
    end: Type.String({
      pattern: LOCAL_TIME,
      description: 'When that first occurrence ends; it may lie on the next day.',
    }),
    rrule: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'How it repeats, by RFC 5545: FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR. Without it, it happens once.',
      }),
    ),
  },
  Exact,
);

/** A schedule group: which schedules say open, closed and holiday, and in which zone they are read. */
export const ScheduleGroupSchema = Type.Object(
  {
    id: Id,
    timeZone: Type.Optional(
      Type.String({ minLength: 1, default: 'UTC', description: 'IANA name, such as Europe/Berlin.' }),
    ),
    open: Names('Schedules that say open.'),
    closed: Names('Schedules that say closed; they win over open ones.'),
    holidays: Names('Schedules that say holiday; they win over both.'),
  },
  Exact,
);

/** An emergency group: on or off. */
export const EmergencyGroupSchema = Type.Object(
  {
    id: Id,
    active: Type.Optional(Type.Boolean({ default: false, description: 'Whether the emergency is on.' })),
  },
  Exact,
);

export type Schedule = Static<typeof ScheduleSchema>;
export type ScheduleGroup = Static<typeof ScheduleGroupSchema>;
