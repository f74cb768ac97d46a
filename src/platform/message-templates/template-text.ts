import type { MessageTemplate, TemplateComponent, TemplateValue } from './message-template.ts';

/** A place in the text of a WhatsApp template: {{1}} or {{name}}. */
const PLACE = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** The ids of the places in a text, each once, in order. */
export function placesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PLACE)].map((match) => match[1] ?? ''))];
}

/** Header and body with their places filled, as the customer reads them. A value is never read as a template. */
export function templateText(
  template: MessageTemplate,
  values: readonly TemplateValue[],
): { readonly header: string; readonly body: string } {
  return {
    header: filled(template.header ?? '', 'header', values),
    body: filled(template.body, 'body', values),
  };
}

function filled(text: string, component: TemplateComponent, values: readonly TemplateValue[]): string {
  return text.replace(PLACE, (place, id: string) => {
    return values.find((value) => value.component === component && value.id === id)?.value ?? place;
  });
}
