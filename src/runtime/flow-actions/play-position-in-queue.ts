import { Type } from 'typebox';
import { defaultText } from '../default-texts.ts';
import { defineFlowAction } from '../flow-action.ts';
import { Value } from '../settings.ts';

type Mode = 'ahead' | 'number' | 'ordinal';

/** Says where in the queue the caller is. Architect: Play Position in Queue (facts/ACTIONS 2.2). */
export const playPositionInQueue = defineFlowAction({
  type: 'playPositionInQueue',
  title: 'Play Position in Queue',
  description: 'Says where in the queue the caller is. It is queued, as by Play Audio.',
  category: 'Audio',
  differences: ['The sentences are our own, in eight languages.'],
  settings: Type.Object(
    {
      positionInQueue: Type.Optional(
        Value({
          type: 'integer',
          description: 'The position, from 1; Call.PositionInQueue when absent. NOT_SET is not said.',
        }),
      ),
      playbackMode: Type.Optional(
        Type.Unsafe<Mode>({
          type: 'string',
          enum: ['ahead', 'number', 'ordinal'],
          default: 'ahead',
          description: 'How it is said: how many are ahead, as a number, or as an ordinal.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [],
  flowTypes: ['inqueueCall'],
  enter({ positionInQueue, playbackMode = 'ahead' }, context) {
    const position =
      positionInQueue === undefined ? context.builtIn('Call.PositionInQueue') : context.read(positionInQueue);
    if (typeof position === 'number')
      context.queue({ text: sentence(position, playbackMode, context.language), bargeIn: true });
    return { next: true };
  },
});

function sentence(position: number, mode: Mode, language: string): string {
  const ahead = Math.max(0, position - 1);
  if (mode === 'number') return defaultText('positionNumber', language, { position });
  if (mode === 'ordinal') return defaultText('positionOrdinal', language, { position });
  return ahead === 0
    ? defaultText('positionNext', language)
    : defaultText('positionAhead', language, { count: ahead });
}
