// Plays a flow on a clock of its own, with a caller who follows one habit, and data actions answered by their contract.
import { resume, start } from '../../dist/runtime/interpreter.js';

const NOW = Date.UTC(2026, 0, 5, 10);
/** Things that may happen in one call; in-queue flows go on until the caller gives up. */
const MOST_STIMULI = 2_000;
/** Answers a caller gives before saying nothing more: menus may lead in circles. */
const MOST_ANSWERS = 50;
/** After this much time on its clock the caller hangs up. */
const PATIENCE = 24 * 3600 * 1000;

const CALL = {
  ani: 'tel:+13175550123',
  calledAddress: 'tel:+13175550100',
  remoteName: 'Caller',
};
const MESSAGE = { body: 'Where is my order?', senderAddress: 'customer' };
const EMAIL = {
  subject: 'My order',
  body: 'Where is it?',
  from: { address: 'customer@example.com', name: 'Customer' },
};

/** What callers do at a prompt: those who choose, those who say nothing. */
const HABITS = [{ name: 'answers' }, { name: 'is silent' }];

/** How calls of a flow went: `ended`, `true` when each reached an end within limits; `errors`, in which it was one. */
export function playedThrough({ program, dataActions }, environment) {
  const faults = [];
  const errors = [];
  for (const { name } of HABITS) {
    try {
      const error = play(program, dataActions, environment, name === 'answers');
      if (error !== undefined) errors.push(`a caller who ${name}: ${error}`);
    } catch (error) {
      faults.push(`a caller who ${name}: ${error.message}`);
    }
  }
  return { ended: faults.length === 0 ? true : faults, errors: [...faults, ...errors] };
}

function play(program, dataActions, environment, answers) {
  let now = NOW;
  let { conversation, events } = start(program, {
    id: 'c1',
    now,
    environment,
    call: { ...CALL, ...channelOf(program.type) },
    inputs: inputsOf(program),
  });
  let last = events;
  for (let count = 0; conversation.status === 'waiting'; count++) {
    if (count > MOST_STIMULI) throw new Error(`no end after ${MOST_STIMULI} stimuli`);
    const { stimulus, at } = next(conversation, dataActions, answers && count < MOST_ANSWERS, now);
    now = at;
    ({ conversation, events } = resume(program, conversation, stimulus, { now, environment }));
    last = events;
  }
  const failed = last.find(({ type }) => type === 'failedAction');
  const { reason, detail } = conversation.ending;
  return reason === 'error'
    ? `error ${failed?.action ?? ''} ${failed?.errorMessage ?? detail ?? ''}`
    : undefined;
}

function channelOf(type) {
  if (type === 'inqueueCall') return { queue: 'Support' };
  if (type === 'inboundEmail') return { email: EMAIL };
  return ['inboundMessage', 'inboundChat', 'digitalBot', 'botFlow'].includes(type)
    ? { message: MESSAGE }
    : {};
}

function next({ wait, startedAt }, dataActions, answers, now) {
  const step = wait.begunAtStep ?? 0;
  if (now - startedAt > PATIENCE) return { stimulus: { type: 'callerDisconnected' }, at: now };
  if (wait.for === 'dataAction')
    return {
      stimulus: { type: 'completedDataAction', step, outputs: outputsOf(dataActions.get(wait.dataAction)) },
      at: now,
    };
  const act = answers ? ACTS[wait.for] : undefined;
  if (act !== undefined && !wait.holdsKeys) return { stimulus: act(), at: now };
  if (wait.dueAt !== undefined)
    return { stimulus: { type: 'timeElapsed', step }, at: Math.max(now, wait.dueAt) };
  return {
    stimulus: wait.for === 'agent' ? { type: 'agentAnswered' } : { type: 'callerDisconnected' },
    at: now,
  };
}

/** What a caller does who answers, by what the call waits for. */
const ACTS = {
  digits: () => ({ type: 'pressed', keys: '1' }),
  choice: () => ({ type: 'pressed', keys: '1' }),
  answer: () => ({ type: 'wrote', text: 'yes' }),
};

/** Values of inputs, by the type of the variable. */
const INPUTS = {
  string: '1',
  integer: 1,
  decimal: 1,
  boolean: true,
  json: { id: '1' },
  phoneNumber: '+13175550123',
};

function inputsOf({ variables }) {
  const given = variables.filter(({ isInput, type }) => isInput && INPUTS[type] !== undefined);
  return Object.fromEntries(given.map(({ name, type }) => [name, byName(name, type) ?? INPUTS[type]]));
}

/** Texts whose names say more than their type. */
function byName(name, type) {
  if (type !== 'string') return undefined;
  if (/ani\b|phone|address/i.test(name)) return '+13175550123';
  if (/date|time|start|end/i.test(name)) return '2026-01-05T10:00:00Z';
  return /json|attributes/i.test(name) ? '{ "id": "1" }' : undefined;
}

/** Values of the types a contract names. */
const VALUES = { string: '1', integer: 1, number: 1, boolean: true, object: { id: '1' }, any: '1' };

function outputsOf(dataAction) {
  const outputs = dataAction?.outputs ?? [];
  return Object.fromEntries(
    outputs.map(({ name, type, isCollection }) => {
      const value =
        type === 'string' && /date|time|start|end/i.test(name) ? '2026-01-05T10:00:00Z' : VALUES[type];
      return [name, isCollection ? [value] : value];
    }),
  );
}
