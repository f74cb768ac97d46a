import type { JsonObject } from '../../authoring/json.ts';
import type {
  MessageTemplate,
  TemplateComponent,
  TemplateParameterDefinition,
  TemplateValue,
} from './message-template.ts';
import { templateText } from './template-text.ts';

/** A value that a message brought for a parameter. */
export interface SentValue {
  readonly component: TemplateComponent;
  readonly id: string;
  readonly kind: TemplateParameterDefinition['kind'];
  readonly value: string;
  /** Which button it is for, from 0. */
  readonly button?: number;
}

/**
 * A template as a message was made from it, kept in the message's `fields.template`: whoever brings it out or shows it
 * later does not depend on what the template has become.
 */
export interface SentTemplate {
  readonly name: string;
  readonly language: string;
  /** `named` where a parameter has a name, `positional` where all are numbers: Meta's `parameter_format`. */
  readonly format: 'named' | 'positional';
  /** With its parameters filled in; absent: none. */
  readonly header?: string;
  /** The same in every message. */
  readonly headerMedia?: MessageTemplate['headerMedia'];
  readonly body: string;
  readonly footer?: string;
  readonly buttons?: MessageTemplate['buttons'];
  /** In the order of the template's parameters. */
  readonly values: readonly SentValue[];
}

/** What a message keeps of its template. */
export function sentTemplate(template: MessageTemplate, values: readonly TemplateValue[]): JsonObject {
  const { name, language, headerMedia, footer, buttons, parameters = [] } = template;
  const { header, body } = templateText(template, values);
  const sent: SentTemplate = {
    name,
    language,
    format: parameters.every(({ id }) => /^\d+$/.test(id)) ? 'positional' : 'named',
    ...(header === '' ? {} : { header }),
    ...(headerMedia && { headerMedia }),
    body,
    ...(footer === undefined ? {} : { footer }),
    ...(buttons && { buttons }),
    values: parameters.map((parameter) => sentValue(template, parameter, values)),
  };
  return sent as unknown as JsonObject;
}

/** The template of a stored message; undefined for one without. */
export function sentTemplateOf(fields: JsonObject): SentTemplate | undefined {
  // Only sentTemplate writes it.
  return fields['template'] as unknown as SentTemplate | undefined;
}

function sentValue(
  template: MessageTemplate,
  { id, kind, component }: TemplateParameterDefinition,
  values: readonly TemplateValue[],
): SentValue {
  const value = values.find((one) => one.component === component && one.id === id)?.value ?? '';
  if (component !== 'button') return { component, id, kind, value };
  return { component, id, kind, value, button: buttonOf(template, id) };
}

/** The button whose web address ends with the parameter; without buttons, the parameters of buttons are counted. */
function buttonOf({ buttons, parameters = [] }: MessageTemplate, id: string): number {
  const index = buttons?.findIndex((button) => button.kind === 'url' && button.url.endsWith(`{{${id}}}`));
  if (index !== undefined) return index;
  return parameters.filter(({ component }) => component === 'button').findIndex((one) => one.id === id);
}
