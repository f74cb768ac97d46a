import type { JsonObject } from '../../authoring/json.ts';
import type { DncList } from './dnc-list.ts';

/** Where do-not-contact lists stand. */
export const DNC_LISTS_PATH = '/api/v2/outbound/dnclists';

/** What is told of a list only when somebody asks for it. */
export interface DncListExtras {
  readonly size?: number;
  readonly importStatus?: JsonObject;
}

/** A list in the shape of Genesys' `DncList`. */
export function dncListEntity(list: DncList, extras: DncListExtras = {}): JsonObject {
  const { customExclusionColumn } = list.settings;
  return {
    ...commonOf(list),
    ...extras,
    dateCreated: new Date(list.createdAt).toISOString(),
    dateModified: new Date(list.modifiedAt).toISOString(),
    version: list.version,
    ...(customExclusionColumn === undefined ? {} : { customExclusionColumn }),
    selfUri: `${DNC_LISTS_PATH}/${list.id}`,
  };
}

/** The part of it that those may see who search for lists: Genesys' `DncListDivisionView`. */
export function dncListDivisionView(list: DncList, extras: DncListExtras = {}): JsonObject {
  return { ...commonOf(list), ...extras, selfUri: `${DNC_LISTS_PATH}/divisionviews/${list.id}` };
}

function commonOf({ id, name, divisionId, settings }: DncList): JsonObject {
  const { dncSourceType, contactMethod } = settings;
  const division = { id: divisionId, selfUri: `/api/v2/authorization/divisions/${divisionId}` };
  return { id, name, division, dncSourceType, contactMethod };
}
