import { pointerTo } from '../../authoring/json.ts';
import { readDomainName } from '../domains/domain-name.ts';
import { type SeedFault, seedFault } from '../seed-fault.ts';
import type { InboundDomainSeed, InboundEmailSeed } from './inbound-email-seed.ts';
import { CATCH_ALL, readLocalPart } from './mailbox.ts';

/** What of a seed is about inbound e-mail. */
export interface InboundSeeds {
  readonly inboundDomains?: readonly InboundDomainSeed[];
  readonly outboundDomains?: readonly { readonly name: string }[];
  readonly inboundEmail?: InboundEmailSeed;
}

/** Finds inbound domains that are none or are outbound ones too (M3), routes without a target, and a certificate without its key. */
export function* checkInboundEmailSeed(seed: InboundSeeds): Iterable<SeedFault> {
  const outbound = (seed.outboundDomains ?? []).map(({ name }) => nameOf(name));
  const seen = new Set<string>();
  for (const [index, domain] of (seed.inboundDomains ?? []).entries()) {
    const at = pointerTo('', 'inboundDomains', index);
    const name = nameOf(domain.name);
    yield* nameFaults(name, pointerTo(at, 'name'), { outbound, seen });
    yield* routeFaults(domain, at);
  }
  const { certificateFile, keyFile } = seed.inboundEmail ?? {};
  if ((certificateFile === undefined) !== (keyFile === undefined))
    yield fault('/inboundEmail', '`certificateFile` and `keyFile` belong together', 'give both, or none');
}

function nameOf(text: string): string | undefined {
  const name = readDomainName(text, 'name');
  return name.ok ? name.value : undefined;
}

function* nameFaults(
  name: string | undefined,
  pointer: string,
  { outbound, seen }: { readonly outbound: readonly (string | undefined)[]; readonly seen: Set<string> },
): Iterable<SeedFault> {
  if (name === undefined)
    return yield fault(pointer, 'this is no domain name', 'write a name such as support.example.com');
  if (outbound.includes(name))
    yield fault(pointer, `\`${name}\` is an outbound domain, too`, 'take another subdomain for one of them');
  if (seen.has(name))
    yield fault(pointer, `\`${name}\` stands twice in inboundDomains`, 'put its routes together');
  seen.add(name);
}

function* routeFaults({ routes }: InboundDomainSeed, at: string): Iterable<SeedFault> {
  const seen = new Set<string>();
  for (const [index, { pattern, flow, queue }] of routes.entries()) {
    const pointer = pointerTo(at, 'routes', index);
    const read = pattern === CATCH_ALL ? CATCH_ALL : readLocalPart(pattern);
    if (read === undefined)
      yield fault(
        pointerTo(pointer, 'pattern'),
        `\`${pattern}\` is no mailbox`,
        'write what stands before the @',
      );
    if (read !== undefined && seen.has(read))
      yield fault(
        pointerTo(pointer, 'pattern'),
        `\`${read}\` stands twice in this domain`,
        'remove one of them',
      );
    if ((flow === undefined) === (queue === undefined))
      yield fault(pointer, 'a route has either `flow` or `queue`', 'give one of them');
    seen.add(read ?? pattern);
  }
}

function fault(pointer: string, message: string, hint: string): SeedFault {
  return seedFault('SEED_INBOUND_EMAIL', pointer, message, hint);
}
