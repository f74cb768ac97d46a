import type { Diagnostic } from '../authoring/diagnostic.ts';
import { type Json, pointerTo } from '../authoring/json.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { consentFaults } from './consents/consent-seed.ts';
import { contactListFaults } from './contact-lists/check-contact-list-seed.ts';
import { dncListFaults } from './dnc-lists/check-dnc-seed.ts';
import { domainFaults } from './domains/check-domains-seed.ts';
import { smtpFaults } from './email/check-email-seed.ts';
import { checkInboundEmailSeed } from './inbound-email/check-inbound-email-seed.ts';
import { messagingRouteFaults } from './inbound-messages/messaging-route-seed.ts';
import type { MessageTemplate, TemplateParameterDefinition } from './message-templates/message-template.ts';
import { placesIn } from './message-templates/template-text.ts';
import { accessFaults } from './oauth/check-access-seed.ts';
import { outcomeFaults } from './outcomes/outcome-seed.ts';
import { PlatformSeed } from './platform-seed.ts';
import { type SeedFault, seedFault } from './seed-fault.ts';
import { triggerFaults } from './triggers/trigger-seed.ts';
import { metaFaults } from './whatsapp-integrations/meta-seed.ts';

/** A seed, or the faults that forbid it. */
export type CheckedSeed =
  | { readonly ok: true; readonly seed: PlatformSeed }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

const checkSchema = schemaCheck(PlatformSeed);

/** Finds every fault of a seed file: shape, ids used twice, unknown integrations, secrets, templates against their parameters. */
export function checkPlatformSeed(json: Json, file: string): CheckedSeed {
  const faults = checkSchema(json, { file, pointer: '' });
  if (faults.length > 0) return { ok: false, diagnostics: faults };
  const seed = json as PlatformSeed;
  const diagnostics = [
    ...doubleIds(seed),
    ...accessFaults(seed),
    ...checkInboundEmailSeed(seed),
    ...contactListFaults(seed),
    ...dncListFaults(seed),
    ...domainFaults(seed),
    ...smtpFaults(seed.carriers?.email?.smtp),
    ...messagingRouteFaults(seed),
    ...metaFaults(seed.carriers?.whatsapp?.meta, seed.whatsappIntegrations),
    ...integrationFaults(seed),
    ...templateFaults(seed),
    ...consentFaults(seed.consents ?? []),
    ...triggerFaults(seed),
    ...outcomeFaults(seed.outcomes ?? []),
  ];
  if (diagnostics.length > 0)
    return { ok: false, diagnostics: diagnostics.map((found) => ({ ...found, file })) };
  return { ok: true, seed };
}

function* doubleIds(seed: PlatformSeed): Iterable<SeedFault> {
  for (const list of [
    'oauthClients',
    'roles',
    'divisions',
    'whatsappIntegrations',
    'smsNumbers',
    'templates',
    'queues',
    'users',
    'whatsappConversations',
    'contactLists',
    'dncLists',
  ] as const) {
    const seen = new Set<string>();
    for (const [index, { id }] of (seed[list] ?? []).entries()) {
      if (seen.has(id))
        yield seedFault(
          'DUPLICATE_ID',
          pointerTo('', list, index, 'id'),
          `\`${id}\` stands twice in ${list}`,
          'give each an id of its own',
        );
      seen.add(id);
    }
  }
}

function* integrationFaults(seed: PlatformSeed): Iterable<SeedFault> {
  const ids = seed.whatsappIntegrations.map((integration) => integration.id);
  const unknown = (id: string, pointer: string) =>
    seedFault(
      'UNKNOWN_INTEGRATION',
      pointer,
      `no WhatsApp integration has the id \`${id}\``,
      didYouMean(id, ids, 'add it to `whatsappIntegrations`'),
    );
  for (const [index, template] of seed.templates.entries()) {
    for (const [position, id] of (template.integrationIds ?? []).entries()) {
      if (!ids.includes(id)) yield unknown(id, pointerTo('', 'templates', index, 'integrationIds', position));
    }
  }
  for (const [index, { integrationId }] of (seed.whatsappConversations ?? []).entries()) {
    if (!ids.includes(integrationId))
      yield unknown(integrationId, pointerTo('', 'whatsappConversations', index, 'integrationId'));
  }
}

const KINDS_IN: { readonly [component in TemplateParameterDefinition['component']]: readonly string[] } = {
  header: ['text', 'image', 'video', 'document'],
  body: ['text'],
  button: ['urlSuffix'],
};

function* templateFaults(seed: PlatformSeed): Iterable<SeedFault> {
  for (const [index, template] of seed.templates.entries()) {
    const at = pointerTo('', 'templates', index);
    yield* placeFaults(template, 'body', template.body, at);
    yield* placeFaults(template, 'header', template.header ?? '', at);
    yield* parameterFaults(template, at);
  }
}

function* placeFaults(
  template: MessageTemplate,
  component: 'body' | 'header',
  text: string,
  at: string,
): Iterable<SeedFault> {
  const places = placesIn(text);
  const parameters = (template.parameters ?? []).filter(
    (parameter) => parameter.component === component && parameter.kind === 'text',
  );
  const ids = parameters.map((parameter) => parameter.id);
  for (const id of places) {
    if (!ids.includes(id))
      yield seedFault(
        'TEMPLATE_PARAMETER',
        pointerTo(at, component),
        `{{${id}}} has no ${component} parameter`,
        `add { "id": "${id}", "kind": "text", "component": "${component}" } to \`parameters\``,
      );
  }
  for (const id of ids) {
    if (!places.includes(id))
      yield seedFault(
        'TEMPLATE_PARAMETER',
        pointerTo(at, 'parameters'),
        `the ${component} parameter \`${id}\` has no place in the text`,
        `write {{${id}}} in the ${component}, or remove the parameter`,
      );
  }
}

function* parameterFaults(template: MessageTemplate, at: string): Iterable<SeedFault> {
  const seen = new Set<string>();
  for (const [index, { id, kind, component }] of (template.parameters ?? []).entries()) {
    const pointer = pointerTo(at, 'parameters', index);
    if (!KINDS_IN[component].includes(kind)) {
      yield seedFault(
        'TEMPLATE_PARAMETER',
        pointerTo(pointer, 'kind'),
        `a ${component} parameter cannot be of kind ${kind}`,
        `a ${component} takes ${KINDS_IN[component].join(', ')}`,
      );
    }
    if (seen.has(`${component} ${id}`))
      yield seedFault(
        'DUPLICATE_ID',
        pointerTo(pointer, 'id'),
        `\`${id}\` stands twice in ${component}`,
        'give each parameter an id of its own',
      );
    seen.add(`${component} ${id}`);
  }
}
