import { inspect } from 'node:util';
import { MASK } from '../authoring/mask.ts';

/** A value that nobody may see: whatever prints, logs or stores it gets the mask (D8). Only reveal() gives the value. */
export class Secret {
  readonly name: string;
  readonly #value: string;

  /** @param name under which the operator gave it; no secret itself. */
  constructor(name: string, value: string) {
    this.name = name;
    this.#value = value;
  }

  /** The value, for the request it is meant for and for the masker. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.toPrimitive](): string {
    return MASK;
  }

  [inspect.custom](): string {
    return `Secret(${this.name}: ${MASK})`;
  }
}
