import { type Outcome, refuse } from '../refusal.ts';
import type { AddressColumn, ContactListSettings } from './contact-list.ts';

/**
 * A refusal when a change would give a list other columns, or other time zones: Genesys Cloud lets neither change, and its
 * contacts would no longer fit.
 */
export function refuseOtherColumns(
  before: ContactListSettings,
  after: ContactListSettings,
): Outcome<never> | undefined {
  if (!isAlike(before.columnNames, after.columnNames))
    return refuse(
      'cannot.update.contact.column.names',
      'columnNames cannot change, nor their order; make another contact list.',
      { field: 'columnNames' },
    );
  for (const field of ['phoneColumns', 'emailColumns', 'whatsAppColumns'] as const) {
    if (!isAlike(inOrder(before[field]), inOrder(after[field])))
      return refuse('cannot.update.phone.columns', `${field} cannot change; make another contact list.`, {
        field,
      });
  }
  if (before.automaticTimeZoneMapping !== after.automaticTimeZoneMapping)
    return refuseZones('automaticTimeZoneMapping');
  if (before.zipCodeColumnName !== after.zipCodeColumnName) return refuseZones('zipCodeColumnName');
  return undefined;
}

function refuseZones(field: string): Outcome<never> {
  return refuse(
    'cannot.edit.automatic.time.zone.mapping.settings',
    `${field} cannot change; make another contact list.`,
    { field },
  );
}

function isAlike(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function inOrder(columns: readonly AddressColumn[]): readonly AddressColumn[] {
  return columns
    .map(({ columnName, type, timeZoneColumn = '' }) => ({ columnName, type, timeZoneColumn }))
    .sort((one, other) => (one.columnName < other.columnName ? -1 : 1));
}
