import type { ContactList } from '../contact-lists/contact-list.ts';
import type { CampaignContent } from './campaign-content.ts';
import { placeNames } from './filled-text.ts';

/** The place of the column with a name: as it is written, else in any case; undefined where there is none. */
export function columnIndex({ settings }: ContactList, name: string): number | undefined {
  const { columnNames } = settings;
  const exact = columnNames.indexOf(name);
  if (exact >= 0) return exact;
  const close = columnNames.findIndex((column) => column.toLowerCase() === name.toLowerCase());
  return close < 0 ? undefined : close;
}

/** The names of all places that a content has. */
export function placesOf({ subject, text = '', html = '' }: CampaignContent): readonly string[] {
  return placeNames(`${subject}\n${text}\n${html}`);
}
