import type { JsonObject } from '../../authoring/json.ts';
import type { StoredResponse } from '../responses/response-store.ts';

/** The text that a campaign sends, with {{column}} where a contact's values go. */
export interface CampaignContent {
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  /** What stands in a place whose column is empty. */
  defaultFor(placeName: string): string;
}

interface ResponseText {
  readonly content: string;
  readonly contentType?: string;
  readonly type?: string;
}

/** The content of a response of type `CampaignEmailTemplate` or `CampaignSmsTemplate`; undefined for one of another type. */
export function contentOf(
  response: Pick<StoredResponse, 'body'>,
  responseType: 'CampaignEmailTemplate' | 'CampaignSmsTemplate',
): CampaignContent | undefined {
  const body = response.body ?? {};
  if (body['responseType'] !== responseType) return undefined;
  const texts = (body['texts'] ?? []) as unknown as readonly ResponseText[];
  const subject = texts.find(({ type }) => type === 'subject')?.content ?? '';
  const bodies = texts.filter(({ type = 'body' }) => type === 'body');
  const html = bodies.find(({ contentType }) => contentType === 'text/html')?.content;
  const text = bodies.find(({ contentType = 'text/plain' }) => contentType === 'text/plain')?.content;
  return {
    subject,
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    defaultFor: defaultsOf(body),
  };
}

function defaultsOf({ substitutions = [] }: JsonObject): CampaignContent['defaultFor'] {
  const list = substitutions as unknown as readonly { readonly id: string; readonly defaultValue?: string }[];
  const defaults = new Map(list.map(({ id, defaultValue = '' }) => [id, defaultValue]));
  return (placeName) => defaults.get(placeName) ?? '';
}
