import { type Outcome, refuse } from '../refusal.ts';
import type {
  MessageTemplate,
  TemplateComponent,
  TemplateParameterDefinition,
  TemplateValue,
} from './message-template.ts';

/** The field of the request that carries the parameters of a component. */
const PARAMETER_FIELDS = {
  header: 'headerParameters',
  body: 'bodyParameters',
  button: 'buttonUrlParameters',
} as const;

/** What a value of each kind must look like, and the words for it. */
const KINDS: {
  readonly [kind in TemplateParameterDefinition['kind']]: {
    readonly fits: (value: string) => boolean;
    readonly must: string;
  };
} = {
  text: {
    fits: isLine,
    must: 'must be text of at least one character without line breaks or other control characters',
  },
  image: { fits: isWebAddress, must: 'must be the https address of an image' },
  video: { fits: isWebAddress, must: 'must be the https address of a video' },
  document: { fits: isWebAddress, must: 'must be the https address of a document' },
  urlSuffix: { fits: isUrlSuffix, must: 'must be the end of a web address, without spaces' },
};

/** Why values do not match a template in number, id and kind (W4), or undefined when they do. */
export function refuseMismatch(
  template: MessageTemplate,
  values: readonly TemplateValue[],
): Outcome<never> | undefined {
  const components: readonly TemplateComponent[] = ['header', 'body', 'button'];
  for (const component of components) {
    const expected = (template.parameters ?? []).filter((parameter) => parameter.component === component);
    const given = values.filter((value) => value.component === component);
    const refused =
      refuseIds(template, component, expected, given) ?? refuseKinds(component, expected, given);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function refuseIds(
  template: MessageTemplate,
  component: TemplateComponent,
  expected: readonly TemplateParameterDefinition[],
  given: readonly TemplateValue[],
): Outcome<never> | undefined {
  const ids = expected.map((parameter) => parameter.id);
  const isMatch = given.length === ids.length && ids.every((id) => given.some((value) => value.id === id));
  if (isMatch) return undefined;
  const field = `messagingTemplate.${PARAMETER_FIELDS[component]}`;
  const needs =
    ids.length === 0
      ? 'takes none'
      : `takes ${ids.length}, with the id${ids.length === 1 ? '' : 's'} ${ids.join(', ')}`;
  return refuse(
    'attendant.template.parameters.mismatch',
    `${field} does not match the template ${template.id}: it ${needs}; the request has ${given.length}.`,
    { field, params: { templateId: template.id } },
  );
}

function refuseKinds(
  component: TemplateComponent,
  expected: readonly TemplateParameterDefinition[],
  given: readonly TemplateValue[],
): Outcome<never> | undefined {
  for (const [index, { id, value }] of given.entries()) {
    const kind = KINDS[expected.find((parameter) => parameter.id === id)?.kind ?? 'text'];
    if (kind.fits(value)) continue;
    const field = `messagingTemplate.${PARAMETER_FIELDS[component]}.${index}.value`;
    return refuse('attendant.template.parameter.kind', `${field} ${kind.must}.`, { field });
  }
  return undefined;
}

/** WhatsApp refuses line breaks and tabs in a parameter; a lone half of a surrogate pair cannot be written as UTF-8. */
function isLine(value: string): boolean {
  return value.trim() !== '' && !/[\p{Cc}\p{Cs}]/u.test(value);
}

function isWebAddress(value: string): boolean {
  return isUrlSuffix(value) && value.startsWith('https://') && URL.canParse(value);
}

function isUrlSuffix(value: string): boolean {
  return value !== '' && !/[\s\p{Cc}\p{Cs}]/u.test(value);
}
