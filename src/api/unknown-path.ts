import type { FastifyInstance } from 'fastify';
import { sendRefusal } from './error-body.ts';

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** Answers paths that do not exist with 404, and paths that exist for other methods with 405. Call before adding routes. */
export function answerUnknownPaths(server: FastifyInstance): void {
  const known = new Map<string, KnownPath>();
  server.addHook('onRoute', ({ url, method }) => {
    const path = known.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const name of [method].flat()) path.methods.add(name);
    known.set(url, path);
  });
  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const methods = [...known.values()]
      .filter((one) => one.pattern.test(path))
      .flatMap((one) => [...one.methods]);
    if (methods.length === 0)
      return sendRefusal(request, reply, { code: 'not.found', message: 'There is nothing at this path.' });
    reply.header('allow', [...new Set(methods)].join(', '));
    return sendRefusal(request, reply, {
      code: 'attendant.method.not.allowed',
      message: `This path does not take ${request.method}.`,
    });
  });
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}
