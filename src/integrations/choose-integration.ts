import type { DataAction } from '../actions/data-action.ts';
import { didYouMean } from '../authoring/suggest.ts';
import type { Integration } from './integration.ts';

/** What choosing looks at. */
export type Choosing = Pick<DataAction, 'id' | 'integration' | 'integrationType' | 'isAuthentication'>;

/** The integration that performs a data action, or why there is none. */
export type Choice =
  | {
      readonly ok: true;
      /** Absent: the operator has set up none of this type, so what holds without a file holds. */
      readonly integration?: Integration;
    }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly hint: string };

/**
 * Chooses by the name in the definition, else by the lists of data actions, else the only integration of its type. One
 * with a list performs only what is in it. An authentication action belongs to the credentials that name it.
 */
export function chooseIntegration(integrations: readonly Integration[], dataAction: Choosing): Choice {
  if (dataAction.isAuthentication) return ofAuthentication(integrations, dataAction);
  if (dataAction.integration !== undefined) return byName(integrations, dataAction, dataAction.integration);
  const { id, integrationType } = dataAction;
  const listing = integrations.find(({ dataActions }) => dataActions?.includes(id));
  if (listing !== undefined) return fitting(listing, dataAction);
  const open = integrations.filter((one) => one.type === integrationType && one.dataActions === undefined);
  const [first, ...more] = open;
  if (more.length === 0) return { ok: true, ...(first !== undefined && { integration: first }) };
  const names = open.map(({ name }) => `"${name}"`).join(', ');
  return {
    ok: false,
    code: 'INTEGRATION_AMBIGUOUS',
    message: `several integrations can perform the data action ${id}: ${names}`,
    hint: `add "${id}" to "dataActions" of one of them, or write "integration": ${names.split(',')[0]} in the definition`,
  };
}

function byName(integrations: readonly Integration[], dataAction: Choosing, name: string): Choice {
  const integration = integrations.find((one) => one.name === name);
  if (integration !== undefined) return fitting(integration, dataAction);
  const known = integrations.filter(({ type }) => type === dataAction.integrationType).map((one) => one.name);
  return {
    ok: false,
    code: 'UNKNOWN_INTEGRATION',
    message: `the data action ${dataAction.id} wants the integration "${name}", which is not set up`,
    hint: didYouMean(name, known, `add "${name}" to the integrations file`),
  };
}

function fitting(integration: Integration, { id, integrationType }: Choosing): Choice {
  const { name, type, dataActions } = integration;
  if (type !== integrationType)
    return {
      ok: false,
      code: 'INTEGRATION_TYPE',
      message: `the data action ${id} is for ${integrationType}, and the integration "${name}" is ${type}`,
      hint: `name an integration of type ${integrationType}`,
    };
  if (dataActions === undefined || dataActions.includes(id)) return { ok: true, integration };
  return {
    ok: false,
    code: 'INTEGRATION_TYPE',
    message: `the integration "${name}" performs only the data actions it lists, and ${id} is none of them`,
    hint: `add "${id}" to its "dataActions"`,
  };
}

function ofAuthentication(integrations: readonly Integration[], { id }: Choosing): Choice {
  const integration = integrations.find(
    ({ credentials }) => credentials.kind === 'authenticationAction' && credentials.dataAction === id,
  );
  if (integration !== undefined) return { ok: true, integration };
  return {
    ok: false,
    code: 'UNKNOWN_INTEGRATION',
    message: `no integration has ${id} as its authentication`,
    hint: `give one credentials with "type": "userDefinedOAuth" and "authentication": "${id}"`,
  };
}
