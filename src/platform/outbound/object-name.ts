import { Type } from 'typebox';
import { NAME } from '../authorization/request-texts.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';

const checkCharacters = requestCheck(Type.Object({ name: NAME }));

/**
 * Checks the `name` of a request for an object under `/api/v2/outbound`, with Genesys' codes.
 *
 * @param maxLength Genesys': 64 characters for do-not-contact lists.
 */
export function checkObjectName(body: unknown, maxLength: number): Outcome<string> {
  const name = typeof body === 'object' && body !== null && 'name' in body ? body.name : undefined;
  if (name === undefined || name === null || (typeof name === 'string' && name.trim() === ''))
    return refuse('name.cannot.be.blank', 'name is required.', { field: 'name' });
  if (typeof name === 'string' && name.length > maxLength)
    return refuse('name.length.exceeded', `name must have at most ${maxLength} characters.`, {
      field: 'name',
    });
  const checked = checkCharacters({ name });
  return checked.ok ? done(checked.value.name) : checked;
}
