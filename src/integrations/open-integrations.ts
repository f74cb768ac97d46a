import type { Authentication } from '../calling/authentication.ts';
import { createRequestBudget, type RequestBudget } from '../calling/request-budget.ts';
import { allowHosts } from '../http/allowed-hosts.ts';
import type { HttpClient } from '../ports.ts';
import { type Choosing, chooseIntegration } from './choose-integration.ts';
import type { Integration } from './integration.ts';
import { type AuthenticationParts, authenticationTarget, openAuthentication } from './open-authentication.ts';

/** An integration at work: where its requests go, through what, and with which credentials. */
export interface OpenIntegration {
  readonly name: string;
  /** Absent for custom-rest-actions, whose URLs are whole. */
  readonly baseUrl?: string;
  readonly authentication?: Authentication;
  readonly budget?: RequestBudget;
  /** Reaches the hosts of this integration and no others, so that its credentials do (D8). */
  readonly http: HttpClient;
}

/** The integration that performs a data action; the message is a sentence for who runs it. */
export type FoundIntegration =
  | {
      readonly ok: true;
      /** Absent: the operator has set up none of this type. */
      readonly integration?: OpenIntegration;
    }
  | { readonly ok: false; readonly message: string };

/** The operator's integrations, with one budget and one set of tokens each, however many data actions share them. */
export interface OpenIntegrations {
  find(dataAction: Choosing): FoundIntegration;
  readonly all: readonly OpenIntegration[];
}

/** Opens integrations. Nothing is sent and no secret looked up before a data action needs it. */
export function openIntegrations(
  integrations: readonly Integration[],
  parts: AuthenticationParts,
): OpenIntegrations {
  const open = new Map(integrations.map((one) => [one.name, openOne(one, parts)]));
  return {
    all: [...open.values()],
    find(dataAction) {
      const choice = chooseIntegration(integrations, dataAction);
      if (!choice.ok) return { ok: false, message: `${sentence(choice.message)}; ${choice.hint}` };
      const { integration } = choice;
      if (integration === undefined) return { ok: true };
      const found = dataAction.isAuthentication
        ? ofAuthentication(integration, parts)
        : open.get(integration.name);
      return { ok: true, ...(found !== undefined && { integration: found }) };
    },
  };
}

function openOne(integration: Integration, parts: AuthenticationParts): OpenIntegration {
  const { name, baseUrl, hosts, budget } = integration;
  const authentication = openAuthentication(integration, parts);
  return {
    name,
    ...(baseUrl !== undefined && { baseUrl }),
    ...(authentication !== undefined && { authentication }),
    ...(budget !== undefined && { budget: createRequestBudget(budget, parts.clock) }),
    http: parts.httpWithin(allowHosts(hosts), `to "hosts" of the integration "${name}"`),
  };
}

function ofAuthentication(
  { name, credentials }: Integration,
  parts: AuthenticationParts,
): OpenIntegration | undefined {
  return credentials.kind === 'authenticationAction'
    ? authenticationTarget(name, credentials, parts)
    : undefined;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
