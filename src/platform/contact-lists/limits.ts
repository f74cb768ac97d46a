// help.mypurecloud.com/articles/create-new-contact-list/ (read 2026-11-30), if nothing else is said.

/** Contact lists of an organization. */
export const MAX_LISTS = 1_000;
/** Columns of a list. */
export const MAX_COLUMNS = 50;
/** Characters of a column's name. */
export const MAX_COLUMN_NAME = 128;
/** Characters of a cell. */
export const MAX_CELL = 512;
/** Contacts of a list. */
export const MAX_CONTACTS_A_LIST = 1_000_000;
/** Contacts of all lists. */
export const MAX_CONTACTS = 5_000_000;
/** Characters of a list's name. [a guess] */
export const MAX_LIST_NAME = 200;
/** Characters of a contact's id. [a guess] */
export const MAX_CONTACT_ID = 100;
/** Contacts that one request adds. Genesys' forum tells of 1,000. */
export const MAX_ADDED = 1_000;
/** Contacts that one request names to be read or deleted. [a guess: as many as it may add] */
export const MAX_NAMED = 1_000;
/** Contacts that a bulk job names. [a guess] */
export const MAX_NAMED_IN_JOB = 5_000;
/** Lists that one request deletes, or asks for by id. [a guess: as many as it may update] */
export const MAX_LISTS_NAMED = 100;
/** Lists that one request updates; description of the operation in the official SDK. */
export const MAX_LISTS_UPDATED = 100;
/** Contacts of a page of a search. [a guess: the largest page of most listings] */
export const MAX_FOUND_PAGE = 500;
/** Columns that contacts are sorted by (C10). */
export const MAX_SORTS = 4;
