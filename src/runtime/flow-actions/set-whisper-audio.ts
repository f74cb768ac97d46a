import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { AudioSetting } from '../settings.ts';

/** Longest whisper, seconds. Genesys: facts/ACTIONS 4.11. */
const MAX_WHISPER_SECONDS = 3;

/** Chooses what the agent hears before the caller. Architect: Set Whisper Audio. */
export const setWhisperAudio = defineFlowAction({
  type: 'setWhisperAudio',
  title: 'Set Whisper Audio',
  description: 'Chooses what the agent hears before the caller comes on: at most three seconds.',
  category: 'Agent',
  paths: { success: 'it is set', failure: 'it is longer than three seconds' },
  events: ['setWhisperAudio'],
  differences: [
    'There is no agent who hears it: the transcript tells its words.',
    'Guess: audio longer than three seconds takes the failure path.',
  ],
  settings: Type.Object(
    {
      audio: Type.Optional(
        AudioSetting({ description: "What the agent hears; without it, what the queue's settings say." }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: ['success', 'failure'],
  short: 'audio',
  flowTypes: CALL_FLOWS,
  enter({ audio }, context) {
    const said = audio === undefined ? [] : context.audioOf(audio);
    const speed = context.environment.speechCharactersPerSecond || Number.POSITIVE_INFINITY;
    const seconds = said.reduce((sum, one) => sum + (one.seconds ?? one.text.length / speed), 0);
    if (seconds > MAX_WHISPER_SECONDS) return { output: 'failure' };
    const text = said.map((one) => one.text).join(' ');
    context.setFact('whisperAudio', audio === undefined ? undefined : text);
    context.emit('setWhisperAudio', audio === undefined ? {} : { text });
    return { output: 'success' };
  },
});
