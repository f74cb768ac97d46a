import { type Outcome, refuse } from './refusal.ts';

/**
 * A refusal when a change names another version than the stored one: somebody else changed it first. A change that names
 * no version is let through where the caller allows that; Genesys Cloud asks for it in every PUT of an entity that has one.
 */
export function refuseVersion(given: number | undefined, stored: number): Outcome<never> | undefined {
  if (given === undefined || given === stored) return undefined;
  return refuse(
    'invalid.update.wrong.version',
    `version must be ${stored}, the present one; read it again before changing it.`,
    { field: 'version' },
  );
}

/** Like refuseVersion, where a change that names no version is refused, too. */
export function requireVersion(given: number | undefined, stored: number): Outcome<never> | undefined {
  if (given !== undefined) return refuseVersion(given, stored);
  return refuse('invalid.update', `version is required: ${stored}, the present one.`, { field: 'version' });
}
