/**
 * Every event a flow can emit, with what happened. docs/events.md has the details of each; a test compares the two.
 */
export const EVENTS = {
  startedFlow: 'the call came in, or the workflow was launched',
  enteredTask: 'a task began',
  enteredMenu: 'a menu began',
  enteredState: 'a state began',
  enteredBot: 'a bot began',
  calledFlow: 'another flow was called: a common module, a bot',
  leftFlow: 'the called flow came back',
  transferredToFlow: 'the call goes on in another flow',
  playedAudio: 'audio began to play: it was queued before, and a flush brought it out',
  bargedIn: 'a key or word cut audio short; what was queued behind it is never heard',
  tookChoice: 'a choice of a menu was taken',
  gotNoInput: "nothing came within the menu's time-out",
  gotNoMatch: 'a key or word that is no choice',
  collectedInput: 'Collect Input got its digits',
  failedInput: 'Collect Input failed',
  tookOutput: 'an action left by an output path',
  updatedData: 'variables were set',
  usedOpenRule:
    'a value depended on a question that public sources leave open; once for each rule and action',
  evaluatedSchedule: 'a schedule or an emergency group was asked',
  evaluatedScheduleGroup: 'a schedule group was asked',
  setParticipantData: 'an attribute of the participant was set',
  requestedDataAction: 'a data action was asked for; nothing is sent before this is stored',
  completedDataAction: 'its answer came',
  failedDataAction: 'it failed',
  timedOutDataAction: "the step's own wait ran out",
  abandonedDataAction: 'the caller hung up before the answer; whether it was carried out is not known',
  transferredToAcd: 'the caller was handed to a queue',
  agentAnswered: 'an agent took the call',
  failedTransfer: 'the transfer failed',
  lookedFor: 'a thing of the environment or a contact was looked for',
  lookedUpRow: 'a data table was looked up',
  decidedByTable: 'a row of a decision table decided',
  failedLookup: 'a table, a response or a conversation could not be read or written',
  skippedAction: 'an imported action that cannot be run here was passed over',
  failedAction: 'an action could not run at all; error handling begins',
  disconnected: 'the call was hung up',
  endedFlow: 'the flow is over; always the last event',
} as const;

/** The `type` of an event. */
export type EventType = keyof typeof EVENTS;
