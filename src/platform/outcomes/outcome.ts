import { type Static, Type } from 'typebox';
import { isNews, type MessageChannel, type PlannedStep } from '../messages/message.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { OUTCOME_PRESETS, type OutcomePreset, type OutcomePresetName } from './presets.ts';

const MAX_STEPS = 10;
const MAX_AFTER_MS = 30 * 24 * 60 * 60 * 1000;
const TEXT = '^[^\\p{Cc}\\p{Cs}]+$';

const Code = Type.String({ minLength: 1, maxLength: 100, pattern: TEXT, description: 'The carrier’s code' });
const Reason = Type.String({ minLength: 1, maxLength: 500, pattern: TEXT, description: 'Why, in words' });

const Step = Type.Object(
  {
    status: Type.Enum(['sent', 'delivered', 'read', 'bounced', 'failed']),
    afterMs: Type.Integer({
      minimum: 0,
      maximum: MAX_AFTER_MS,
      description: 'Milliseconds after the step before, or after acceptance; at most 30 days',
    }),
    code: Type.Optional(Code),
    reason: Type.Optional(Reason),
  },
  { additionalProperties: false },
);

const PRESET_NAMES = Object.keys(OUTCOME_PRESETS) as OutcomePresetName[];

/** What becomes of messages to an address: a preset, a failure, or steps. */
export const DeliveryOutcome = Type.Union([
  Type.Enum(PRESET_NAMES, { description: 'GET /attendant/outcomes/presets tells what each does' }),
  Type.Object(
    { failed: Type.Object({ code: Code, reason: Reason }, { additionalProperties: false }) },
    { additionalProperties: false },
  ),
  Type.Object(
    { steps: Type.Array(Step, { minItems: 1, maxItems: MAX_STEPS }) },
    { additionalProperties: false },
  ),
]);
export type DeliveryOutcome = Static<typeof DeliveryOutcome>;

/** What the local outbox does, step by step; refused where a step cannot follow the one before. */
export function planOf(
  outcome: DeliveryOutcome,
  channel: MessageChannel,
): Outcome<readonly [PlannedStep, ...PlannedStep[]]> {
  if (typeof outcome === 'string') return planOfPreset(outcome, channel);
  if ('failed' in outcome) return steps([{ status: 'failed', afterMs: 0, ...outcome.failed }]);
  return refuseOrder(outcome.steps) ?? steps(outcome.steps);
}

function planOfPreset(name: OutcomePresetName, channel: MessageChannel) {
  const preset: OutcomePreset = OUTCOME_PRESETS[name];
  if (preset.channels.includes(channel)) return steps(preset.steps);
  return refuse(
    'constraint.validation',
    `outcome ${name} does not happen on ${channel}, only on ${preset.channels.join(', ')}.`,
    { field: 'outcome' },
  );
}

function steps([first, ...rest]: readonly PlannedStep[]): Outcome<readonly [PlannedStep, ...PlannedStep[]]> {
  if (first === undefined) throw new Error('a plan has at least one step');
  return done([first, ...rest]);
}

/** A message never goes back, so each step has to say more than the one before. */
function refuseOrder(planned: readonly PlannedStep[]): Outcome<never> | undefined {
  for (const [index, { status }] of planned.entries()) {
    const before = planned[index - 1]?.status ?? 'queued';
    if (isNews(before, status)) continue;
    const field = `outcome.steps.${index}.status`;
    return refuse('constraint.validation', `${field} ${status} cannot come after ${before}.`, { field });
  }
  return undefined;
}
