import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { TargetVariable } from '../settings.ts';
import { failHeaders, NO_HEADERS, SIP_SETTINGS, sipHeaders } from '../sip-headers.ts';

/** How often a call may read them. Genesys: help page "get raw SIP headers action". */
const MAX_READS = 3;
/** The fact that counts the reads. */
const READS = 'rawSipHeaderReads';

/** Reads all headers of the INVITE that began the call as one text. Architect: Get Raw SIP Headers. */
export const getRawSIPHeaders = defineFlowAction({
  type: 'getRawSIPHeaders',
  title: 'Get Raw SIP Headers',
  description:
    'Reads all headers of the INVITE that began the call as one text, a header a line. Three times in a call at most.',
  category: 'Data',
  paths: { success: 'the call has headers', failure: 'the call has none, or they were read three times' },
  events: ['readSipHeaders', 'failedSipHeaders'],
  differences: ['The host gives the headers when the call begins; they come in its order.'],
  settings: Type.Object(
    {
      saveAs: TargetVariable({ type: 'string', description: 'The variable that gets the text.' }),
      ...SIP_SETTINGS,
    },
    { additionalProperties: false },
  ),
  outputs: ['success', 'failure'],
  short: 'saveAs',
  flowTypes: CALL_FLOWS,
  enter({ saveAs, failureOutputs }, context) {
    const reads = Number(context.fact(READS) ?? 0);
    if (reads >= MAX_READS)
      return failHeaders(
        { errorType: 'ActionInvocationLimitExceeded', errorMessage: `a call reads them ${MAX_READS} times` },
        failureOutputs,
        context,
      );
    context.setFact(READS, reads + 1);
    const all = sipHeaders(context);
    if (all === undefined) return failHeaders(NO_HEADERS, failureOutputs, context);
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
    context.write(saveAs, lines.join('\r\n'));
    context.emit('readSipHeaders', { headers: Object.keys(all) });
    return { output: 'success' };
  },
});
