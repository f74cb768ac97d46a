/** Names below a country's domain under which anybody can register, such as `co` in `co.uk`. */
const REGISTRIES = new Set([
  ...['ac', 'co', 'com', 'edu', 'gen', 'gob', 'gouv', 'gov', 'gv', 'id', 'in', 'info', 'mil', 'ne', 'net'],
  ...['nom', 'or', 'org', 'plc', 'sch', 'web'],
]);

/** Domains whose names below belong to customers of a host, a few that matter for web services. */
const HOSTERS = [
  ...['amazonaws.com', 'awsapprunner.com', 'cloudfront.net', 'elasticbeanstalk.com', 'on.aws'],
  ...[
    'azure-api.net',
    'azurefd.net',
    'azurewebsites.net',
    'cloudapp.net',
    'windows.net',
    'cloudapp.azure.com',
  ],
  ...['appspot.com', 'cloudfunctions.net', 'firebaseapp.com', 'run.app', 'web.app', 'googleusercontent.com'],
  ...['deno.dev', 'fly.dev', 'herokuapp.com', 'netlify.app', 'onrender.com', 'pages.dev', 'vercel.app'],
  ...['workers.dev', 'loca.lt', 'ngrok.app', 'ngrok.dev', 'ngrok.io', 'ngrok-free.app', 'ngrok-free.dev'],
  ...['trycloudflare.com', 'blogspot.com', 'github.io', 'githubusercontent.com', 'gitlab.io', 'glitch.me'],
  ...['nip.io', 'sslip.io', 'duckdns.org', 'dyndns.org', 'no-ip.org', 'pipedream.net', 'requestbin.com'],
];

/**
 * Whether anybody may get a name below a domain, so that allowing all of them allows everybody: `com`, `co.uk`,
 * `github.io`. A list of our own; it cannot be complete.
 *
 * @param domain in lower case.
 */
export function isSharedDomain(domain: string): boolean {
  const labels = domain.split('.');
  const [first = '', last = ''] = labels;
  if (labels.length < 2) return true;
  if (labels.length === 2 && last.length === 2 && REGISTRIES.has(first)) return true;
  return HOSTERS.some((hoster) => domain === hoster || domain.endsWith(`.${hoster}`));
}
