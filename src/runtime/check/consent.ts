import type { Diagnostic } from '../../authoring/diagnostic.ts';
import { pointerTo } from '../../authoring/json.ts';
import type { Program, Step } from '../program.ts';
import { type DataActions, dataCallOf } from './consent/actions.ts';
import { type Broken, explore, MAX_STATES_OF_LOCATION } from './consent/explore.ts';
import type { Term } from './consent/term.ts';

/** How many stretches of a way are told; the middle of a longer one is left out. */
const MAX_TOLD = 12;

/**
 * Proves that a WhatsApp message goes only to a number whose consent was granted on the way, recorded or asked (W6).
 * Where that is not so, it shows the shortest way to the send. What the flow assumes stands in `program.assumesConsent`.
 * docs/consent.md tells how. Pure.
 */
export function checkConsent(program: Program, dataActions: DataActions): Diagnostic[] {
  const alone = explore(program, dataActions, []);
  const assumed = program.assumesConsent.map(({ name }) => name);
  const isProven = alone.broken.length + alone.undecided.length === 0;
  const { broken, undecided } =
    isProven || assumed.length === 0 ? alone : explore(program, dataActions, assumed);
  return [
    ...broken.flatMap((one) => missing(program, one)),
    ...undecided.flatMap((at) => notDecided(program, at)),
    ...(isProven ? unused(program) : []),
    ...campaigns(program, dataActions),
  ];
}

function missing(program: Program, broken: Broken): Diagnostic[] {
  const step = program.steps[broken.at];
  if (step === undefined) return [];
  const channel = broken.isAssumed ? ' (only the call tells the channel; WhatsApp is assumed)' : '';
  return [
    {
      ...step.place,
      severity: 'error',
      code: 'CONSENT_MISSING',
      message: `a WhatsApp message can go out here without a granted consent${channel}: ${reason(program, broken)}`,
      hint: `the way there: ${way(broken.way)}; ${remedy(program, broken)}`,
    },
  ];
}

function way(told: readonly string[]): string {
  if (told.length === 0) return 'every call comes here';
  if (told.length <= MAX_TOLD) return told.join(' → ');
  const [first, last] = [told.slice(0, MAX_TOLD / 2), told.slice(-MAX_TOLD / 2)];
  return [...first, '…', ...last].join(' → ');
}

/** What is wrong with the consents that there are. */
function reason(program: Program, { number, grants }: Broken): string {
  if (number === undefined) return 'the data action does not tell by one input whom it writes to';
  const here = grants.filter(({ channel }) => channel === 'whatsapp');
  if (here.length > 0)
    return `the consent on the way is for another value (${here.map((one) => inWords(program, one.number)).join(', ')}) than the number written to (${inWords(program, number)})`;
  if (grants.length > 0)
    return `the consent on the way is for ${[...new Set(grants.map(({ channel }) => channel))].join(', ')}`;
  return 'none was recorded or asked for that number on the way';
}

/** Where a value comes from, as far as an author can be told in a few words. */
function inWords(program: Program, { kind, atoms, operands }: Term): string {
  if (kind === 'literal') return 'a text that is written out';
  const [atom] = atoms;
  if (atom === undefined || (atoms.size > 1 && operands.length > 1)) return 'a value put together';
  return origin(program, atom);
}

function origin(program: Program, atom: string): string {
  if (atom.startsWith('before ')) return `${origin(program, atom.slice('before '.length))} before`;
  if (atom.startsWith('given ')) return `the input \`${atom.slice('given '.length)}\``;
  if (atom.startsWith('unknown ')) return 'a value that has changed';
  const [, index, name = ''] = /^@(-?\d+):([^#/]*)/.exec(atom) ?? [];
  if (index === undefined) return `\`${atom}\``;
  const id = program.steps[Number(index)]?.id;
  const from = id === undefined ? 'the start of the flow' : `\`${id}\``;
  return name.includes('.') ? `\`${name}\` from ${from}` : `a value that is worked out at ${from}`;
}

function remedy({ variables }: Program, { number }: Broken): string {
  const given = [...(number?.atoms ?? [])].find((atom) => atom.startsWith('given '))?.slice('given '.length);
  const isInput = variables.some(({ name, isInput }) => isInput && name === given);
  return isInput
    ? `if whoever starts the flow makes sure of the consent, say so: "assumes": { "consent": ["${given}"] }`
    : 'record or ask the consent for this number before, and send on its success path only';
}

function notDecided(program: Program, at: number): Diagnostic[] {
  const step = program.steps[at];
  if (step === undefined) return [];
  return [
    {
      ...step.place,
      severity: 'error',
      code: 'CONSENT_UNDECIDED',
      message: `this WhatsApp message cannot be proven to have a consent: more than ${MAX_STATES_OF_LOCATION} ways with different numbers lead through one place`,
      hint: 'set the number in one place and record or ask the consent right before the send',
    },
  ];
}

/** An assumption that the proof does not need would only make readers wonder. */
function unused({ assumesConsent }: Program): Diagnostic[] {
  return assumesConsent.map(({ name, place }) => ({
    ...place,
    severity: 'warning',
    code: 'ASSUMPTION_UNUSED',
    message: `nothing rests on the consent for \`${name}\` being assumed`,
    hint: 'remove it',
  }));
}

/** A campaign writes to its contacts by itself; their consents no flow can show. */
function campaigns(program: Program, dataActions: DataActions): Diagnostic[] {
  return program.steps.flatMap((step: Step): Diagnostic[] => {
    if (dataCallOf(step, dataActions)?.messaging.reachesCampaign !== true) return [];
    return [
      {
        file: step.place.file,
        pointer: pointerTo(step.place.pointer, 'dataAction'),
        severity: 'warning',
        code: 'CONSENT_ASSUMED',
        message: 'this reaches a campaign: the consent of the contacts it writes to is assumed, not proven',
        hint: 'put only contacts on its list whose consent is recorded',
      },
    ];
  });
}
