import { describe, expect, it } from 'vitest';
import { CONVERTERS } from '../../src/importing/native/converters/index.ts';
import { settingsSchema } from '../../src/runtime/flow-action.ts';
import { FLOW_ACTIONS } from '../../src/runtime/flow-actions/index.ts';

const TYPES = new Map(FLOW_ACTIONS.map((type) => [type.type, type]));
const FIXED = Object.entries(CONVERTERS).flatMap(([key, { writes }]) =>
  writes === undefined ? [] : [[key, writes] as const],
);

/** Actions of ours that Archy's flows never hold: `unknownAction` is what is left when none fits. */
const OF_OUR_OWN = ['unknownAction'];

describe('converters', () => {
  it.each(FIXED)('%s writes settings that its action has', (_key, { type, settings }) => {
    const action = TYPES.get(type);
    expect(action, `there is no action ${type}`).toBeDefined();
    const { properties = {} } = (action === undefined ? {} : settingsSchema(action)) as {
      properties?: object;
    };
    expect(settings.filter((name) => !Object.hasOwn(properties, name))).toEqual([]);
  });

  it('are there for every action', () => {
    const missing = [...TYPES.keys()].filter(
      (type) => !Object.hasOwn(CONVERTERS, type) && !OF_OUR_OWN.includes(type),
    );
    expect(missing).toEqual([]);
  });
});
