import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { AudioSetting } from '../settings.ts';

/** Queues audio; it is heard at the next flush, such as a menu, a Collect Input or a disconnect. Architect: Play Audio. */
export const playAudio = defineFlowAction({
  type: 'playAudio',
  title: 'Play Audio',
  description:
    'Queues audio and goes on. It is heard at the next flush: a menu, Collect Input, Call Data Action, a transfer or a disconnect.',
  category: 'Audio',
  differences: ['How long audio takes is worked out from its length, or told by the environment.'],
  settings: Type.Object(
    { audio: AudioSetting({ description: 'What is said.' }) },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'audio',
  flowTypes: CALL_FLOWS,
  check({ audio }, tools) {
    if (audio.text?.constant?.trim() !== '') return;
    tools.report(
      'warning',
      '',
      'BLANK_AUDIO',
      'this audio says nothing',
      'write what is to be heard, or remove it',
    );
  },
  enter({ audio }, context) {
    context.say(audio);
    return { next: true };
  },
});
