import { didYouMean, nearest } from '../authoring/suggest.ts';

/**
 * The regions of Genesys Cloud by their domains, as the official JavaScript SDK 262.0.0 lists them; the API is at
 * `api.` and OAuth at `login.` before the domain.
 */
export const REGIONS: { readonly [domain: string]: { readonly place: string; readonly aws: string } } = {
  'mypurecloud.com': { place: 'Americas (US East)', aws: 'us-east-1' },
  'usw2.pure.cloud': { place: 'Americas (US West)', aws: 'us-west-2' },
  'use2.us-gov-pure.cloud': { place: 'Americas (US East, FedRAMP)', aws: 'us-east-2' },
  'cac1.pure.cloud': { place: 'Americas (Canada)', aws: 'ca-central-1' },
  'mxc1.pure.cloud': { place: 'Americas (Mexico)', aws: 'mx-central-1' },
  'sae1.pure.cloud': { place: 'Americas (São Paulo)', aws: 'sa-east-1' },
  'mypurecloud.ie': { place: 'Europe (Ireland)', aws: 'eu-west-1' },
  'euw2.pure.cloud': { place: 'Europe (London)', aws: 'eu-west-2' },
  'mypurecloud.de': { place: 'Europe (Frankfurt)', aws: 'eu-central-1' },
  'euc2.pure.cloud': { place: 'Europe (Zurich)', aws: 'eu-central-2' },
  'edee1.eusc-pure.cloud': { place: 'Europe (sovereign cloud, Germany)', aws: 'eusc-de-east-1' },
  'mec1.pure.cloud': { place: 'Middle East (UAE)', aws: 'me-central-1' },
  'aps1.pure.cloud': { place: 'Asia Pacific (Mumbai)', aws: 'ap-south-1' },
  'mypurecloud.jp': { place: 'Asia Pacific (Tokyo)', aws: 'ap-northeast-1' },
  'apne2.pure.cloud': { place: 'Asia Pacific (Seoul)', aws: 'ap-northeast-2' },
  'apne3.pure.cloud': { place: 'Asia Pacific (Osaka)', aws: 'ap-northeast-3' },
  'apse1.pure.cloud': { place: 'Asia Pacific (Singapore)', aws: 'ap-southeast-1' },
  'mypurecloud.com.au': { place: 'Asia Pacific (Sydney)', aws: 'ap-southeast-2' },
};

/** Where a region is reached, or what would be one. */
export type FoundRegion =
  | {
      readonly ok: true;
      /** Scheme and host, such as `https://api.mypurecloud.de`. */
      readonly baseUrl: string;
      /** Such as `https://login.mypurecloud.de/oauth/token`. */
      readonly tokenUrl: string;
    }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/**
 * Finds a region by its domain. Another host is refused, so that nobody's credentials go to a domain that only looks
 * right; a loopback host with its port, such as `127.0.0.1:8080`, is a gateway to try things on.
 */
export function findRegion(text: string): FoundRegion {
  const domain = text.trim().toLowerCase();
  if (Object.hasOwn(REGIONS, domain))
    return {
      ok: true,
      baseUrl: `https://api.${domain}`,
      tokenUrl: `https://login.${domain}/oauth/token`,
    };
  if (/^(localhost|127\.0\.0\.1|\[::1\]):\d{1,5}$/.test(domain) && URL.canParse(`http://${domain}`))
    return { ok: true, baseUrl: `http://${domain}`, tokenUrl: `http://${domain}/oauth/token` };
  return { ok: false, message: 'this is no region of Genesys Cloud', hint: hintFor(domain) };
}

/** People write the address of the API, the name AWS has for a region, or nearly the domain. */
function hintFor(text: string): string {
  const bare = text
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '')
    .replace(/^(api|login|apps)\./, '');
  const domains = Object.keys(REGIONS);
  const meant = domains.find((domain) => domain === bare || REGIONS[domain]?.aws === bare);
  if (meant !== undefined) return `write \`${meant}\``;
  const near = nearest(bare, domains);
  return near === undefined ? `known: ${domains.join(', ')}` : didYouMean(bare, [near], '');
}
