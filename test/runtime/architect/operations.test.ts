import { describe, expect, it } from 'vitest';
import { operationFor } from '../../../src/runtime/expression/architect/operations/index.ts';
import {
  functionSignatures,
  operatorSignatures,
} from '../../../src/runtime/expression/architect/signatures.ts';
import {
  FUNCTION_SIGNATURES,
  NEWER_FUNCTION_SIGNATURES,
} from '../../../src/runtime/expression/architect/signatures-functions.ts';
import { OPERATOR_SIGNATURES } from '../../../src/runtime/expression/architect/signatures-operators.ts';

describe('Architect operations', () => {
  it('exist for every overload whose operands are all evaluated', () => {
    const names = Object.keys({ ...FUNCTION_SIGNATURES, ...NEWER_FUNCTION_SIGNATURES });
    const all = [
      ...names.flatMap(functionSignatures),
      ...Object.keys(OPERATOR_SIGNATURES).flatMap(operatorSignatures),
    ];
    const lazy = ['If', '?', 'and', 'or'];
    // Hidden in Architect, and what they give no public source tells.
    const hidden = ['GetDefaultLanguage()', 'GetSupportedLanguages()'];
    const wanted = all.filter(({ name, overload }) => !lazy.includes(name) && !hidden.includes(overload));
    const absent = wanted.filter(
      ({ overload, parameters }) =>
        operationFor(
          overload,
          parameters.map(({ type }) => type),
        ) === undefined,
    );
    expect(wanted.length).toBeGreaterThan(340);
    expect(absent.map(({ overload }) => overload)).toEqual([]);
  });
});
