import { isJsonObject, type Json, own } from '../authoring/json.ts';
import type { ConsentKept, Given, MessageSent, Messaging } from '../authoring/messaging.ts';
import type { DataActionDefinition } from './data-action-definition.ts';
import type { Faults } from './faults.ts';

/** How the language of a definition's templates is read. */
export interface Dialect {
  /** What a text with values in it is given by. */
  readonly givenBy: (text: string) => Given | undefined;
  /** An input as a template reads it. */
  readonly reference: (input: string) => string;
  /** The values that defaults of the translation map stand for. */
  readonly defaults: readonly Json[];
}

/** What its author declares, where the request itself does not tell; a contradiction is a fault, for the proof rests on it (W6). */
export function withDeclared(
  told: Messaging,
  definition: DataActionDefinition,
  dialect: Dialect,
  faults: Faults,
): Messaging {
  checkSends(definition, told.sends, dialect, faults);
  const sends = told.sends ?? declaredSends(definition);
  const consent = told.consent ?? declaredConsent(definition, dialect, faults);
  return { ...told, ...(sends !== undefined && { sends }), ...(consent !== undefined && { consent }) };
}

function declaredSends({ sends }: DataActionDefinition): MessageSent | undefined {
  return sends && { channel: { fixed: sends.channel }, to: { input: sends.to } };
}

function declaredConsent(
  definition: DataActionDefinition,
  dialect: Dialect,
  faults: Faults,
): ConsentKept | undefined {
  const { consent } = definition;
  if (consent === undefined) return undefined;
  const { does, address, status } = consent;
  const channel = dialect.givenBy(consent.channel);
  const granted = (consent.granted ?? (does === 'ask' ? true : 'granted')) as Json;
  checkStatus(definition, granted, dialect, faults);
  checkAddress(definition, address, faults);
  return {
    does,
    granted,
    address: { input: address },
    ...(channel && { channel }),
    ...(status !== undefined && { status }),
  };
}

/** A register that takes no number at all could say yes for nobody: the contract must refuse that. */
function checkAddress({ contract }: DataActionDefinition, address: string, faults: Faults): void {
  const { required, properties } = contract.input.inputSchema;
  const property = isJsonObject(properties) ? own(properties, address) : undefined;
  const minLength = isJsonObject(property) ? own(property, 'minLength') : undefined;
  const isRequired = Array.isArray(required) && required.includes(address);
  if (property === undefined || (isRequired && typeof minLength === 'number' && minLength > 0)) return;
  faults.error(
    'CONSENT_DECLARATION',
    '/consent/address',
    `The input \`${address}\` may be missing or empty, so a consent could be for nobody`,
    'make it required, with "minLength": 1',
  );
}

/** An answer that a default can give is none: the register may have said nothing. */
function checkStatus(
  { consent }: DataActionDefinition,
  granted: Json,
  { defaults }: Dialect,
  faults: Faults,
): void {
  if (consent?.does === 'ask' || consent?.does === 'record') {
    if (consent.status === undefined)
      faults.error(
        'CONSENT_DECLARATION',
        '/consent',
        `\`${consent.does}\` needs "status"`,
        consent.does === 'ask' ? 'name the output that holds the answer' : 'name the input that says granted',
      );
  }
  if (consent?.does !== 'ask' || !defaults.some((one) => one === granted)) return;
  faults.error(
    'CONSENT_DECLARATION',
    '/config/response/translationMapDefaults',
    'A default says that the consent is granted, though the register may not have said so',
    'leave the default out, or let it say something else',
  );
}

function checkSends(
  { sends }: DataActionDefinition,
  sent: MessageSent | undefined,
  { reference }: Dialect,
  faults: Faults,
): void {
  if (sends === undefined || sent === undefined) return;
  const { channel, to } = sent;
  if (channel === undefined || !('fixed' in channel) || channel.fixed !== sends.channel)
    faults.error(
      'SENDS_MISMATCH',
      '/sends/channel',
      `The request does not always go to ${sends.channel}`,
      'write the channel into the request, or remove "sends": it is read from the request',
    );
  if (to === undefined || !('input' in to) || to.input !== sends.to)
    faults.error(
      'SENDS_MISMATCH',
      '/sends/to',
      `The request does not take its recipient from the input \`${sends.to}\` alone`,
      `write "${reference(sends.to)}" as the recipient, or remove "sends": it is read from the request`,
    );
}
