import type { Carrier, SendResult } from '../../platform/deliveries/carrier.ts';
import type { Message } from '../../platform/messages/message.ts';
import type { HttpClient, HttpResponse, HttpResult, Log } from '../../ports.ts';
import { metaErrorOf, verdictOn } from './meta-errors.ts';
import { metaRequest } from './meta-request.ts';

/** For the whole exchange. */
const TIMEOUT_MS = 30_000;

/** How Meta is reached. */
export interface MetaSettings {
  /** Scheme, host and port. */
  readonly baseUrl: string;
  /** Such as `v25.0`; Meta runs an expired one as the oldest there is. */
  readonly version: string;
  readonly accessToken: string;
  /** The id of an integration: the id of its phone number at Meta. */
  readonly phoneNumberIds: { readonly [integrationId: string]: string };
  readonly concurrency: number;
}

/**
 * Sends WhatsApp messages through Meta's Cloud API.
 *
 * Meta documents no key that keeps a message from being sent twice, so what may have been taken is unknown until a
 * webhook tells.
 */
export function openMetaCarrier(
  settings: MetaSettings,
  { http, log }: { http: HttpClient; log: Log },
): Carrier {
  const { baseUrl, version, accessToken, phoneNumberIds, concurrency } = settings;

  async function send(message: Message): Promise<SendResult> {
    const phoneNumberId = Object.hasOwn(phoneNumberIds, message.fromAddress)
      ? phoneNumberIds[message.fromAddress]
      : undefined;
    if (phoneNumberId === undefined) return NO_PHONE_NUMBER;
    const result = await http.send(
      {
        method: 'POST',
        url: `${baseUrl}/${version}/${phoneNumberId}/messages`,
        headers: {
          authorization: `Bearer ${accessToken}`,
          'content-type': 'application/json',
          accept: 'application/json',
        },
        body: JSON.stringify(metaRequest(message)),
      },
      { timeoutMs: TIMEOUT_MS },
    );
    return result.ok ? answered(result.response, message.attempts) : unanswered(result);
  }

  function answered(response: HttpResponse, attempts: number): SendResult {
    const body = readObject(response.body);
    if (response.status === 200) return taken(body);
    const error = metaErrorOf(body['error']);
    if (error !== undefined) {
      const { result, isOperators } = verdictOn(error, attempts);
      if (isOperators) log.warn('Meta wants something of the operator', { code: error.code });
      return result;
    }
    const told = { code: `http.${response.status}`, reason: `Meta answered with status ${response.status}.` };
    // A gateway that says nothing of Meta's may have passed the message on.
    return response.status >= 500 ? { kind: 'unknown', reason: told.reason } : { kind: 'failed', ...told };
  }

  /** Only what surely left nothing at Meta may be sent again. */
  function unanswered(result: HttpResult & { ok: false }): SendResult {
    const { failure, message: reason } = result;
    if (failure === 'unreachable') return { kind: 'later', code: 'meta.unreachable', reason };
    if (failure !== 'refused') return { kind: 'unknown', reason };
    log.warn('Meta cannot be called', { reason });
    return { kind: 'failed', code: 'meta.refused', reason };
  }

  return { name: 'meta', concurrency, send, close: () => http.close() };
}

const NO_PHONE_NUMBER: SendResult = {
  kind: 'failed',
  code: 'meta.phone.number',
  reason: 'The integration has no phone number id; give it one under carriers.whatsapp.meta.phoneNumberIds.',
};

function taken(body: { readonly [name: string]: unknown }): SendResult {
  const [first] = Array.isArray(body['messages']) ? (body['messages'] as readonly unknown[]) : [];
  const id = typeof first === 'object' && first !== null && 'id' in first ? first.id : undefined;
  return typeof id === 'string'
    ? { kind: 'sent', externalId: id }
    : { kind: 'unknown', reason: 'Meta took the request, but its answer has no id.' };
}

function readObject(text: string): { readonly [name: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as { readonly [name: string]: unknown }) : {};
  } catch {
    return {};
  }
}
