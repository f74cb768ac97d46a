/**
 * Where outbound e-mail is hosted (M7), and where bounces go: SparkPost's hosts, which Genesys Cloud uses.
 *
 * @see https://developers.sparkpost.com/api/sending-domains (read 2026-11-20)
 */
export const BOUNCE_HOSTS = { eu: 'eu.sparkpostmail.com', us: 'sparkpostmail.com' } as const;
export type HostingLocation = keyof typeof BOUNCE_HOSTS;

/** Genesys Cloud's domains in Europe, for those who name their region by its domain. */
const EUROPEAN_DOMAINS = ['mypurecloud.ie', 'mypurecloud.de', 'euw2.pure.cloud', 'euc2.pure.cloud'];

/**
 * The hosting location of an organization (M7): the EU for regions in Europe, else the US.
 *
 * @param region AWS' name such as `eu-central-1`, or Genesys Cloud's domain such as `mypurecloud.de`; absent: the US.
 */
export function hostingLocation(region = ''): HostingLocation {
  const name = region.toLowerCase();
  const isEuropean =
    /^eu(sc)?-/.test(name) || /\.eusc-pure\.cloud$/.test(name) || EUROPEAN_DOMAINS.includes(name);
  return isEuropean ? 'eu' : 'us';
}
