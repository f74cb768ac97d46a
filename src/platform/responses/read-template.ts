import type {
  MessageTemplate,
  TemplateButton,
  TemplateParameterDefinition,
} from '../message-templates/message-template.ts';
import {
  MAX_BODY_LENGTH,
  MAX_BUTTON_LENGTH,
  MAX_FOOTER_LENGTH,
  MAX_HEADER_LENGTH,
} from '../message-templates/message-template.ts';
import { placesIn } from '../message-templates/template-text.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { ResponseRequest, WhatsAppDefinition } from './response-request.ts';

const WHATSAPP = 'messagingTemplate.whatsApp';
const MEDIA = { Image: 'image', Video: 'video', Document: 'document' } as const;

type Part = Partial<MessageTemplate>;

/** Reads the message template of a response as WhatsApp would take it; a new one waits for approval. */
export function readTemplate(id: string, response: ResponseRequest): Outcome<MessageTemplate> {
  const definition = response.messagingTemplate?.whatsApp;
  if (definition === undefined) return wrong(WHATSAPP, 'is required for a messaging template');
  if (definition.carousel !== undefined)
    return refuse('attendant.carousel.not.available', 'Templates with a carousel are not available here.', {
      field: `${WHATSAPP}.carousel`,
    });
  const body = readBody(response);
  if (!body.ok) return body;
  const header = readHeader(definition.header);
  if (!header.ok) return header;
  const footer = readFooter(definition.messageFooter?.content);
  if (!footer.ok) return footer;
  const buttons = readButtons(definition.buttons);
  if (!buttons.ok) return buttons;
  const { name, language, integrationId } = definition;
  const parameters = parametersOf(body.value, definition, buttons.value.buttons ?? []);
  return (
    refuseNames(parameters) ??
    done({
      id,
      name,
      language,
      status: 'pending',
      ...(integrationId === undefined ? {} : { integrationIds: [integrationId] }),
      ...header.value,
      body: body.value,
      ...footer.value,
      ...buttons.value,
      ...(parameters.length === 0 ? {} : { parameters }),
    })
  );
}

function wrong(field: string, must: string): Outcome<never> {
  return refuse('constraint.validation', `${field} ${must}.`, { field });
}

/** WhatsApp counts characters, not bytes. */
function isLongerThan(text: string, max: number): boolean {
  return [...text].length > max;
}

function readBody({ texts = [] }: ResponseRequest): Outcome<string> {
  const index = texts.findIndex(({ type = 'body' }) => type === 'body');
  const text = texts[index]?.content ?? '';
  const field = `texts.${Math.max(0, index)}.content`;
  if (text.trim() === '') return wrong(field, 'is required: it is the body of the template');
  if (isLongerThan(text, MAX_BODY_LENGTH))
    return wrong(field, `must not have more than ${MAX_BODY_LENGTH} characters`);
  return done(text);
}

function readHeader(header: WhatsAppDefinition['header']): Outcome<Part> {
  if (header === undefined) return done({});
  const field = `${WHATSAPP}.header.content`;
  const { type, content } = header;
  if (type === 'Text')
    return isLongerThan(content, MAX_HEADER_LENGTH)
      ? wrong(field, `must not have more than ${MAX_HEADER_LENGTH} characters`)
      : done({ header: content });
  if (placeIn(content) !== undefined) return done({});
  if (!content.startsWith('https://') || !URL.canParse(content) || /\s/.test(content))
    return wrong(field, 'must be an https address, or a parameter such as {{1}} that each message brings');
  return done({ headerMedia: { kind: MEDIA[type], url: content } });
}

function readFooter(footer: string | undefined): Outcome<Part> {
  if (footer === undefined) return done({});
  const field = `${WHATSAPP}.messageFooter.content`;
  if (isLongerThan(footer, MAX_FOOTER_LENGTH))
    return wrong(field, `must not have more than ${MAX_FOOTER_LENGTH} characters`);
  return placesIn(footer).length > 0 ? wrong(field, 'takes no parameters') : done({ footer });
}

function readButtons(buttons: WhatsAppDefinition['buttons']): Outcome<Part> {
  if (buttons === undefined || buttons.length === 0) return done({});
  const read: TemplateButton[] = [];
  for (const [index, button] of buttons.entries()) {
    const one = readButton(button, `${WHATSAPP}.buttons.${index}`);
    if (!one.ok) return one;
    read.push(one.value);
  }
  return done({ buttons: read });
}

/** `contentText` is what stands on a button, `content` its web address or number; a quick reply may have either. */
function readButton(
  { type, content, contentText, payload }: NonNullable<WhatsAppDefinition['buttons']>[number],
  field: string,
): Outcome<TemplateButton> {
  const text = contentText ?? (type === 'QuickReply' ? content : undefined);
  if (text === undefined || isLongerThan(text, MAX_BUTTON_LENGTH))
    return wrong(
      `${field}.contentText`,
      `must be the text of the button, at most ${MAX_BUTTON_LENGTH} characters`,
    );
  if (type === 'QuickReply')
    return done({ kind: 'quickReply', text, ...(payload === undefined ? {} : { payload }) });
  if (type === 'PhoneNumber')
    return /^\+[1-9]\d{6,14}$/.test(content ?? '')
      ? done({ kind: 'phoneNumber', text, phoneNumber: content ?? '' })
      : wrong(`${field}.content`, 'must be a phone number in E.164');
  const fixed = (content ?? '').replace(/\{\{\w+\}\}$/, '');
  if (!/^https?:\/\/[^\s{}]+$/.test(fixed))
    return wrong(`${field}.content`, 'must be a web address; only its end may be a parameter such as {{1}}');
  return done({ kind: 'url', text, url: content ?? '' });
}

/** The id of a text that is nothing but a place. */
function placeIn(text: string): string | undefined {
  return /^\{\{\s*([A-Za-z0-9_]{1,64})\s*\}\}$/.exec(text)?.[1];
}

function parametersOf(
  body: string,
  { header }: WhatsAppDefinition,
  buttons: readonly TemplateButton[],
): TemplateParameterDefinition[] {
  const inHeader = header?.type === 'Text' ? placesIn(header.content) : [];
  const media = header === undefined || header.type === 'Text' ? undefined : placeIn(header.content);
  const urls = buttons.flatMap((button) => (button.kind === 'url' ? placesIn(button.url) : []));
  return [
    ...inHeader.map((id) => ({ id, kind: 'text', component: 'header' }) as const),
    ...(media === undefined || header === undefined || header.type === 'Text'
      ? []
      : [{ id: media, kind: MEDIA[header.type], component: 'header' } as const]),
    ...placesIn(body).map((id) => ({ id, kind: 'text', component: 'body' }) as const),
    ...urls.map((id) => ({ id, kind: 'urlSuffix', component: 'button' }) as const),
  ];
}

/** WhatsApp takes names or numbers, not both, and counts from 1 without a gap. */
function refuseNames(parameters: readonly TemplateParameterDefinition[]): Outcome<never> | undefined {
  const numbered = parameters.filter(({ id }) => /^\d+$/.test(id));
  if (numbered.length > 0 && numbered.length < parameters.length)
    return wrong('texts', 'must have parameters with names or with numbers, not with both');
  for (const component of ['header', 'body'] as const) {
    const ids = numbered
      .filter((one) => one.component === component && one.kind === 'text')
      .map(({ id }) => Number(id));
    if (ids.some((id) => id < 1 || id > ids.length))
      return wrong('texts', `must number the parameters of the ${component} from 1, without a gap`);
  }
  return undefined;
}
