import type { JsonObject } from '../../authoring/json.ts';
import type { MessageTemplate, TemplateButton } from '../message-templates/message-template.ts';
import type { ResponseLibrary } from './library-store.ts';
import type { StoredResponse } from './response-store.ts';

/** Where Genesys Cloud serves libraries and responses. */
export const LIBRARIES_PATH = '/api/v2/responsemanagement/libraries';
export const RESPONSES_PATH = '/api/v2/responsemanagement/responses';

/** A library in the shape of Genesys' `Library`. */
export function libraryEntity({ id, name, responseType, version, createdAt }: ResponseLibrary): JsonObject {
  return {
    id,
    name,
    version,
    ...(responseType === null ? {} : { responseType }),
    dateCreated: new Date(createdAt).toISOString(),
    selfUri: `${LIBRARIES_PATH}/${encodeURIComponent(id)}`,
  };
}

/** A response in the shape of Genesys' `Response`. */
export function responseEntity(
  { id, name, version, body, template, createdAt }: StoredResponse,
  libraries: readonly ResponseLibrary[],
): JsonObject {
  return {
    id,
    name,
    version,
    libraries: libraries.map((library) => ({
      id: library.id,
      name: library.name,
      selfUri: `${LIBRARIES_PATH}/${encodeURIComponent(library.id)}`,
    })),
    ...(body ?? (template === undefined ? {} : bodyOf(template))),
    ...(template === undefined ? {} : { messagingTemplate: messagingTemplate(template, body) }),
    dateCreated: new Date(createdAt).toISOString(),
    selfUri: `${RESPONSES_PATH}/${encodeURIComponent(id)}`,
  };
}

/** What Genesys would have been told to make a template of a platform file. */
function bodyOf({ body, parameters = [] }: MessageTemplate): JsonObject {
  return {
    texts: [{ content: body, contentType: 'text/plain', type: 'body' }],
    substitutions: parameters.map(({ id, kind, component }) => ({
      id,
      description: `${kind} in ${component}`,
    })),
    responseType: 'MessagingTemplate',
  };
}

function messagingTemplate(template: MessageTemplate, body: JsonObject | undefined): JsonObject {
  const written = body?.['messagingTemplate'] as { readonly whatsApp?: JsonObject } | undefined;
  return { whatsApp: { ...(written?.whatsApp ?? definitionOf(template)), templateStatus: template.status } };
}

function definitionOf(template: MessageTemplate): JsonObject {
  const { name, language, footer, buttons, integrationIds } = template;
  const header = headerOf(template);
  return {
    name,
    language,
    ...(header && { header }),
    ...(footer === undefined ? {} : { messageFooter: { type: 'Text', content: footer } }),
    ...(buttons && { buttons: buttons.map(buttonOf) }),
    ...(integrationIds?.[0] === undefined ? {} : { integrationId: integrationIds[0] }),
  };
}

const MEDIA = {
  image: 'Image',
  video: 'Video',
  document: 'Document',
  text: 'Text',
  urlSuffix: 'Text',
} as const;

function headerOf({ header, headerMedia, parameters = [] }: MessageTemplate): JsonObject | undefined {
  if (header !== undefined) return { type: 'Text', content: header };
  if (headerMedia !== undefined) return { type: MEDIA[headerMedia.kind], content: headerMedia.url };
  const brought = parameters.find(({ component }) => component === 'header');
  return brought && { type: MEDIA[brought.kind], content: `{{${brought.id}}}` };
}

function buttonOf(button: TemplateButton): JsonObject {
  const { text: contentText } = button;
  switch (button.kind) {
    case 'url':
      return { type: 'Url', contentText, content: button.url };
    case 'phoneNumber':
      return { type: 'PhoneNumber', contentText, content: button.phoneNumber };
    case 'quickReply':
      return {
        type: 'QuickReply',
        contentText,
        ...(button.payload === undefined ? {} : { payload: button.payload }),
      };
  }
}
