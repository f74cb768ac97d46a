import { Type } from 'typebox';

/** How callbacks are set up in a seed. */
export const CallbackSettings = Type.Object(
  {
    withoutTime: Type.Optional(
      Type.Enum(['inThirtyMinutes', 'atOnce'], {
        description: 'When a callback is made that names no time; inThirtyMinutes when left out',
      }),
    ),
  },
  { additionalProperties: false },
);
