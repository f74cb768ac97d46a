import { Type } from 'typebox';
import type { Expression } from './expression/expression.ts';
import type { ActionContext } from './flow-action.ts';
import { SecondsValue } from './settings.ts';

/** Settings of the actions that wait for silence. */
export const SILENCE_SETTINGS = {
  silenceSeconds: Type.Optional(
    SecondsValue({
      minimum: 0.25,
      maximum: 10,
      description: "How long nobody speaks for it to be silence; the flow's default is 1.",
    }),
  ),
  timeoutSeconds: Type.Optional(
    SecondsValue({
      minimum: 1,
      maximum: 600,
      description: "How long the action takes at most; the flow's default is 40.",
    }),
  ),
} as const;

/** The settings above, compiled. */
export interface SilenceSettings {
  readonly silenceSeconds?: Expression;
  readonly timeoutSeconds?: Expression;
}

/** How long nobody speaks for it to be silence, ms. */
export function silenceMs({ silenceSeconds }: SilenceSettings, context: ActionContext): number {
  return timeOf(silenceSeconds, context.defaults.silenceSeconds, context);
}

/** How long the action takes at most, ms. */
export function silenceTimeoutMs({ timeoutSeconds }: SilenceSettings, context: ActionContext): number {
  return timeOf(timeoutSeconds, context.defaults.silenceTimeoutSeconds, context);
}

function timeOf(expression: Expression | undefined, otherwise: number, context: ActionContext): number {
  const given = expression === undefined ? undefined : context.read(expression);
  return typeof given === 'number' && given >= 0 ? given : otherwise * 1000;
}
