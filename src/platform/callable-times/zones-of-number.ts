import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Intl.Locale as Node 20 (property) and Node 22 (method) have it. */
interface LocaleZones {
  readonly timeZones?: readonly string[];
  getTimeZones?(): readonly string[] | undefined;
}

/** Zones by country: there are some 250. */
const ZONES = new Map<CountryCode, readonly string[]>();
const NONE: readonly string[] = [];

/**
 * The time zones a phone number may be in, for lists with automatic time zone mapping: all zones of its country, none when
 * the number tells no country. Coarse: a contact in the United States is callable when it is in all of them, from New York
 * to Honolulu. Genesys Cloud looks at area codes and postal codes, too.
 *
 * @param phoneNumber E.164, with or without `+`.
 */
export function zonesOf(phoneNumber: string): readonly string[] {
  const country = parsePhoneNumberFromString(`+${phoneNumber.replace(/^\+/, '')}`)?.country;
  return country === undefined ? NONE : zonesOfCountry(country);
}

function zonesOfCountry(country: CountryCode): readonly string[] {
  const known = ZONES.get(country);
  if (known !== undefined) return known;
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & LocaleZones;
  const zones = locale.getTimeZones?.() ?? locale.timeZones ?? NONE;
  ZONES.set(country, zones);
  return zones;
}
