import { type Static, type TSchema, Type } from 'typebox';
import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { NAME } from '../authorization/request-texts.ts';
import { ContactFilter } from '../contact-filters/contact-filter.ts';
import { campaignProperties } from './campaign-request.ts';

/** What Genesys Cloud writes beside what a campaign is; a file may have it, and nothing follows from it. */
const Ignored = Type.Optional(Type.Unknown());

const NamedRef = {
  id: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  name: Type.Optional(NAME),
  selfUri: Ignored,
};

/** A part of a campaign, by id or name. */
const Named = Type.Object(NamedRef, { description: 'Named by its id or its name' });

/** A filter that is there, or one that the file holds. */
const FileFilter = Type.Object(
  { ...NamedRef, ...ContactFilter.properties },
  {
    description:
      'A contact list filter: one that is there, by id or name; with "clauses" it is made, or changed to them',
  },
);

/** A callable time set that is there, or one that the file holds. */
const FileTimes = Type.Object(
  {
    ...NamedRef,
    callableTimes: Type.Optional(
      Type.Array(
        Type.Object({
          name: Type.Optional(NAME),
          timeZoneId: Type.String({ description: 'Such as Europe/Berlin' }),
          timeSlots: Type.Array(
            Type.Object({
              day: Type.Integer({ minimum: 1, maximum: 7, description: '1 is Monday, 7 is Sunday' }),
              startTime: Type.String({ description: 'Such as 09:00:00' }),
              stopTime: Type.String({ description: 'Such as 17:00:00; 24:00:00 is the end of the day' }),
            }),
          ),
        }),
      ),
    ),
  },
  {
    description:
      'When contacts may be written to: a callable time set that is there, by id or name; with "callableTimes" it is made, or changed to them',
  },
);

const properties = campaignProperties({ ref: Named, filter: FileFilter, times: FileTimes });

/**
 * A campaign as a file has it: Genesys' `MessagingCampaign`, its parts named by id or name. A file makes the campaign of its
 * name, or changes it; starting and stopping it is no business of the file's, so `campaignStatus` means nothing.
 */
export const CampaignFile = Type.Object({
  ...properties,
  $schema: Type.Optional(Type.String({ description: 'Gives completion and checks in the editor' })),
  name: Type.String({ ...NAME, description: 'The file makes the campaign of this name, or changes it' }),
  id: Ignored,
  version: Ignored,
  campaignStatus: Ignored,
  dateCreated: Ignored,
  dateModified: Ignored,
  errors: Ignored,
  selfUri: Ignored,
});
export type CampaignFile = Static<typeof CampaignFile>;

/** The same, in which nothing else may stand: a misspelt key in a file is a fault, in a request it is passed over. */
export const StrictCampaignFile = closed(JSON.parse(JSON.stringify(CampaignFile)) as JsonObject) as TSchema;

function closed(schema: JsonObject): JsonObject {
  const entries = Object.entries(schema).map(([key, value]): [string, Json] => [key, closedValue(value)]);
  const isObject = schema['type'] === 'object' && isJsonObject(schema['properties']);
  return { ...Object.fromEntries(entries), ...(isObject && { additionalProperties: false }) };
}

function closedValue(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => closedValue(item));
  return isJsonObject(value) ? closed(value) : value;
}
