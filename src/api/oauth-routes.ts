import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Oauth } from '../platform/oauth/oauth.ts';
import { callerOf } from './origin-gate.ts';

const MAX_FORM_BYTES = 16 * 1024;
const MAX_CREDENTIAL_LENGTH = 300;

/** `POST /oauth/token`: the client credentials grant, as the login host of Genesys Cloud has it (O1). */
export function oauthRoutes(oauth: Oauth): FastifyPluginAsync {
  return async (server) => {
    server.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, parsed) => {
        parsed(null, new URLSearchParams(String(body)));
      },
    );
    server.post(
      '/oauth/token',
      { bodyLimit: MAX_FORM_BYTES, errorHandler: refuseForm },
      async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
        const grant = form.get('grant_type');
        if (grant === null)
          return sendLoginError(
            reply,
            400,
            'invalid_request',
            'send grant_type=client_credentials as a form',
          );
        if (grant !== 'client_credentials')
          return sendLoginError(
            reply,
            400,
            'unsupported_grant_type',
            'grant_type must be client_credentials',
          );
        return sendToken(oauth, request, reply, form);
      },
    );
  };
}

async function sendToken(
  oauth: Oauth,
  request: FastifyRequest,
  reply: FastifyReply,
  form: URLSearchParams,
): Promise<FastifyReply> {
  const credentials = basicCredentials(request.headers.authorization) ?? [
    form.get('client_id'),
    form.get('client_secret'),
  ];
  const [id, secret] = credentials.map((text) => (text ?? '').slice(0, MAX_CREDENTIAL_LENGTH));
  const issued = id && secret ? await oauth.issueToken(id, secret, callerOf(request)) : undefined;
  if (issued === undefined) return sendLoginError(reply, 401, 'invalid_client', 'authentication failed');
  return reply.send({
    access_token: issued.token,
    token_type: 'bearer',
    expires_in: issued.expiresInSeconds,
  });
}

/** What the server cannot read is no form; anything else is a fault of its own and told as everywhere. */
function refuseForm(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const { statusCode: status = 500 } = error;
  if (status >= 500) throw error;
  sendLoginError(reply, status, 'invalid_request', 'send grant_type=client_credentials as a small form');
}

/** Id and secret of a Basic header; the secret may hold colons. */
function basicCredentials(header: string | undefined): readonly [string, string] | undefined {
  const encoded = /^basic +(\S+) *$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
}

/** The login host answers errors in a shape of its own; `error_description` is what RFC 6749 calls `description`. */
function sendLoginError(
  reply: FastifyReply,
  status: number,
  error: string,
  description: string,
): FastifyReply {
  if (status === 401) reply.header('www-authenticate', 'Basic realm="oauth"');
  return reply.code(status).send({ error, description, error_description: description });
}
