import { didYouMean } from '../authoring/suggest.ts';
import type { CallEvent } from '../runtime/conversation.ts';
import { CONTAINER_KINDS } from '../runtime/flow-types.ts';
import type { Program, Step } from '../runtime/program.ts';

/** A step of `path`, read: a place, and the way it is left by where that is said. */
interface PathStep {
  readonly place: string;
  readonly output?: string;
}

/** What is wrong with a step of `path`. */
export interface PathFault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

function readPathStep(text: string): PathStep {
  const [, place = text, output] = /^(.*?)\s*(?:→|->)\s*(.*)$/.exec(text) ?? [];
  return output === undefined ? { place: place.trim() } : { place: place.trim(), output: output.trim() };
}

/** Whether an event is the step that a test wants. */
export function isPathEvent(wanted: string, event: CallEvent): boolean {
  const { place, output } = readPathStep(wanted);
  if (output === undefined) return visited(event).some((one) => isPlace(place, one));
  return waysOf(event).includes(output) && event.action !== undefined && isPlace(place, event.action);
}

const ENTERED: { readonly [type: string]: string } = {
  enteredTask: 'task',
  enteredMenu: 'menu',
  enteredState: 'state',
  enteredBot: 'bot',
};

/** The places that an event shows the call at. */
function visited(event: CallEvent): readonly string[] {
  const kind = ENTERED[event.type];
  if (kind !== undefined) return [`${kind}:${String(event['name'])}`];
  if (event.type === 'transferredToFlow' || event.type === 'calledFlow')
    return [`flow:${String(event['flow'])}`];
  return event.action === undefined || event.action.startsWith('menu:') ? [] : [event.action];
}

/** A choice of a menu has a key and a name. */
function waysOf({ type, ...event }: CallEvent): readonly string[] {
  if (type === 'tookOutput') return [String(event['output'])];
  return type === 'tookChoice' ? [String(event['choice'])] : [];
}

/** Between the first and the last part of an id, parts may be left out: `orders/callData`. */
function isPlace(wanted: string, id: string): boolean {
  if (wanted === id) return true;
  const [first, ...rest] = wanted.split('/');
  const parts = id.split('/');
  if (rest.length === 0 || parts[0] !== first || parts.at(-1) !== rest.at(-1)) return false;
  let at = 1;
  for (const part of rest) {
    const found = parts.indexOf(part, at);
    if (found < 0) return false;
    at = found + 1;
  }
  return true;
}

/** An event as a step of `path` would name it. */
export function pathText(event: CallEvent): string | undefined {
  if (event.type === 'tookOutput') return `${event.action ?? ''} → ${String(event['output'])}`;
  return ENTERED[event.type] === undefined ? undefined : visited(event)[0];
}

/** What no call of a flow can ever visit. */
export function pathFault(text: string, program: Program): PathFault | undefined {
  const { place, output } = readPathStep(text);
  if (/^(task|menu|state|bot):/.test(place) && output === undefined) return containerFault(place, program);
  if (place.startsWith('flow:')) return undefined;
  const steps = program.steps.filter(({ id }) => isPlace(place, id));
  if (steps.length === 0)
    return {
      code: 'TEST_PATH',
      message: `the flow has no action \`${place}\``,
      hint: didYouMean(
        place,
        program.steps.map(({ id }) => id),
        'name an action by its id as transcripts show it, or write task:name',
      ),
    };
  return output === undefined ? undefined : outputFault(output, place, steps, program);
}

function containerFault(place: string, { units }: Program): PathFault | undefined {
  const known = units.flatMap(({ containers }) =>
    CONTAINER_KINDS.flatMap((kind) => [...containers[kind].keys()].map((name) => `${kind}:${name}`)),
  );
  if (known.includes(place)) return undefined;
  return {
    code: 'TEST_PATH',
    message: `the flow has no \`${place}\``,
    hint: didYouMean(place, known, 'write task:name'),
  };
}

function outputFault(
  output: string,
  place: string,
  steps: readonly Step[],
  { units }: Program,
): PathFault | undefined {
  const known = [...new Set(steps.flatMap(outputsOf))];
  const isOpen = steps.some(
    // What a called task or flow ends by is known only to it, and in any menu a global choice can be made.
    ({ type: { type } }) =>
      (type.startsWith('call') && type !== 'callData') ||
      (type === 'menu' && units.some(({ globalChoices }) => globalChoices.length > 0)),
  );
  if (known.includes(output) || isOpen) return undefined;
  return {
    code: 'TEST_PATH',
    message: `\`${place}\` has no output path \`${output}\``,
    hint: didYouMean(output, known, 'leave the arrow out'),
  };
}

function outputsOf({ type, outputs, settings }: Step): readonly string[] {
  return [...type.outputs, ...Object.keys(outputs), ...choiceNames(settings)];
}

/** Menus are left by the names of their choices, too. */
function choiceNames(settings: unknown): readonly string[] {
  const { choices } = (settings ?? {}) as {
    readonly choices?: { readonly [key: string]: { readonly name?: string } };
  };
  return Object.values(choices ?? {}).flatMap(({ name }) => (name === undefined ? [] : [name]));
}
