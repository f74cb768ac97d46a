import type { ContractProperty } from '../actions/contract-properties.ts';
import type { DataAction } from '../actions/data-action.ts';
import type { Json } from '../authoring/json.ts';

const SAMPLES: { readonly [type in ContractProperty['type']]: Json } = {
  string: '…',
  integer: 1,
  number: 1,
  boolean: true,
  object: {},
  any: '…',
};

/** An answer as a test could give it, made from the contract. */
export function answerSketch({ outputs }: DataAction): Json {
  const wanted = outputs.some(({ isRequired }) => isRequired)
    ? outputs.filter(({ isRequired }) => isRequired)
    : outputs;
  const values = wanted.map(({ name, type, isCollection }) => {
    const sample = SAMPLES[type];
    return [name, isCollection ? [sample] : sample] as const;
  });
  return { outputs: Object.fromEntries(values) };
}
