import { describe, expect, it } from 'vitest';
import { FLOW_ACTIONS } from '../src/runtime/flow-actions/index.ts';
import { heard } from './runtime/play.ts';
import { CASE_FILES, playCase } from './support/flow-action-cases.ts';

for (const file of CASE_FILES.values()) {
  describe(file.action, () => {
    it.each(file.cases.map((one) => [[one.rule, one.name].filter(Boolean).join(' '), one] as const))(
      '%s',
      (_name, one) => {
        const { conversation, events } = playCase(one, file);
        const { eventTypes = file.eventTypes, ...expected } = one.expect;
        expect(Object.keys(expected)).not.toHaveLength(0);
        if (expected.heard !== undefined) expect(heard(events)).toEqual(expected.heard);
        if (expected.events !== undefined)
          expect(events.filter(({ type }) => eventTypes.includes(type))).toEqual(expected.events);
        if (expected.variables !== undefined) expect(conversation.variables).toEqual(expected.variables);
        if (expected.participantData !== undefined)
          expect(conversation.participantData).toEqual(expected.participantData);
        if (expected.ending !== undefined) expect(conversation.ending).toEqual(expected.ending);
        if (expected.wait !== undefined) expect(conversation.wait ?? {}).toMatchObject(expected.wait ?? {});
        if (expected.wait === null) expect(conversation.status).toBe('ended');
        if (expected.typedAhead !== undefined) expect(conversation.typedAhead).toBe(expected.typedAhead);
      },
    );
  });
}

it('every flow action type has its cases', () => {
  const files = [...CASE_FILES.keys()];
  const types = FLOW_ACTIONS.map((type) => type.type);
  expect(types.filter((type) => !files.includes(type))).toEqual([]);
  expect(files.filter((file) => file !== 'menu' && !types.includes(file))).toEqual([]);
});
