import type { JsonObject } from '../../authoring/json.ts';

/** A column that holds addresses, and the one beside it that holds the time zone of each. */
export interface AddressColumn {
  readonly columnName: string;
  /** The author's word for it, such as `Home` or `Work`. */
  readonly type: string;
  /** The column with the IANA time zone of this address; absent: there is none. */
  readonly timeZoneColumn?: string;
}

/** What a contact list was made with. */
export interface ContactListSettings {
  /** In order; they cannot change later. */
  readonly columnNames: readonly string[];
  readonly phoneColumns: readonly AddressColumn[];
  readonly emailColumns: readonly AddressColumn[];
  readonly whatsAppColumns: readonly AddressColumn[];
  /** Whether time zones follow from phone numbers. */
  readonly automaticTimeZoneMapping: boolean;
  /** The column of zip codes; absent: there is none. */
  readonly zipCodeColumnName?: string;
  readonly trimWhitespace: boolean;
  /** What else the API was given and gives back. */
  readonly more?: JsonObject;
}

/** A row of `contact_list`. Times are epoch ms. */
export interface ContactList {
  /** Its number within the database; `id` is what the API knows. */
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly divisionId: string;
  readonly settings: ContactListSettings;
  readonly contactCount: number;
  /** The sequence that the next contact gets. */
  readonly nextSequence: number;
  /** Contacts up to this sequence are for campaigns; those of an import that may be undone lie beyond. */
  readonly readyUntil: number;
  readonly version: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** A row of `contact`. */
export interface Contact {
  readonly listKey: number;
  /** In order of addition; never used again within the list. */
  readonly sequence: number;
  readonly id: string;
  /** The text of each column, in the order of the list's `columnNames`; `''` for none. */
  readonly data: readonly string[];
  readonly isCallable: boolean;
  /** What else the API was given and gives back: `contactableStatus` … */
  readonly details: JsonObject | null;
  readonly createdAt: number;
}

/** The text of a column; `''` where there is no such column. */
export function columnText({ data }: Pick<Contact, 'data'>, list: ContactList, columnName: string): string {
  return data[list.settings.columnNames.indexOf(columnName)] ?? '';
}
