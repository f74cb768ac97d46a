import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BYTE_ORDER_MARK } from '../platform/list-imports/csv-writing.ts';
import { sendRefusal } from './error-body.ts';
import { queryFlag } from './query.ts';

/**
 * Answers with a CSV file, no faster than it is taken. `?bom=true` puts a byte order mark before it: without one Excel takes
 * UTF-8 for another encoding.
 */
export function sendCsv(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  pieces: AsyncIterable<string>,
): FastifyReply {
  const hasMark = queryFlag(request, 'bom');
  if (!hasMark.ok) return sendRefusal(request, reply, hasMark.refusal);
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(Readable.from(hasMark.value === true ? marked(pieces) : pieces, { objectMode: false }));
}

async function* marked(pieces: AsyncIterable<string>): AsyncGenerator<string, undefined> {
  yield BYTE_ORDER_MARK;
  yield* pieces;
}
