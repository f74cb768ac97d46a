import type { JsonObject } from '../../authoring/json.ts';
import type { StoredTemplate } from './message-template-store.ts';

/** The one library that holds the local templates; Genesys wants each response in at least one. */
const LIBRARY = { id: 'attendant-templates', name: 'Local templates' };

/** A message template in the shape of Genesys' `Response`. */
export function responseEntity({ template, createdAt }: StoredTemplate): JsonObject {
  return {
    id: template.id,
    name: template.name,
    version: 1,
    libraries: [LIBRARY],
    texts: [{ content: template.body, contentType: 'text/plain', type: 'body' }],
    substitutions: (template.parameters ?? []).map(({ id, kind, component }) => ({
      id,
      description: `${kind} in ${component}`,
    })),
    dateCreated: new Date(createdAt).toISOString(),
    responseType: 'MessagingTemplate',
    messagingTemplate: {
      whatsApp: {
        name: template.name,
        language: template.language,
        ...(template.header === undefined ? {} : { header: { type: 'Text', content: template.header } }),
        ...(template.integrationIds?.[0] === undefined ? {} : { integrationId: template.integrationIds[0] }),
        templateStatus: template.status,
      },
    },
    selfUri: `/api/v2/responsemanagement/responses/${encodeURIComponent(template.id)}`,
  };
}
