import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import {
  SMS_ADDRESSES_PATH,
  SMS_NUMBERS_PATH,
  smsAddressEntity,
  smsNumberEntity,
} from '../platform/sms-numbers/sms-number-entity.ts';
import type { SmsNumber } from '../platform/sms-numbers/sms-number-store.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { entityListing } from './entity-listing.ts';
import { queryList, queryText } from './query.ts';

interface OnePath {
  readonly Params: { readonly id: string };
}

/** SMS numbers and their addresses, as Genesys Cloud has them (W10). */
export function smsNumberRoutes({ oauth, smsNumbers, smsAddresses }: Platform): FastifyPluginAsync {
  const needs = (permission: string) => ({ onRequest: authorized(oauth, { all: [permission] }) });
  const views = needs('sms:phoneNumber:view');
  const adds = needs('sms:phoneNumber:add');
  const deletes = needs('sms:phoneNumber:delete');
  const entity = (number: SmsNumber) =>
    smsNumberEntity(
      number,
      number.addressId === null ? undefined : smsNumbers.addresses.one(number.addressId),
    );
  const shown = (number: Outcome<SmsNumber>): Outcome<JsonObject> =>
    number.ok ? done(entity(number.value)) : number;

  return async (server) => {
    server.get(SMS_NUMBERS_PATH, views, async (request, reply) => {
      const all = asked(request, smsNumbers.store.all()).map(entity);
      return answer(request, reply, entityListing(request, SMS_NUMBERS_PATH, all));
    });
    server.post(SMS_NUMBERS_PATH, adds, async (request, reply) =>
      answer(request, reply, shown(await smsNumbers.provision(request.body))),
    );
    server.get<OnePath>(`${SMS_NUMBERS_PATH}/:id`, views, async (request, reply) => {
      const number = smsNumbers.store.one(request.params.id);
      const unknown = refuse('not.found', 'No SMS number has this id.');
      return answer(request, reply, number === undefined ? unknown : done(entity(number)));
    });
    server.patch<OnePath>(`${SMS_NUMBERS_PATH}/:id`, needs('sms:phoneNumber:edit'), async (request, reply) =>
      answer(request, reply, shown(await smsNumbers.update(request.params.id, request.body))),
    );
    server.delete<OnePath>(`${SMS_NUMBERS_PATH}/:id`, deletes, async (request, reply) =>
      answer(request, reply, await smsNumbers.remove(request.params.id), 202),
    );
    server.get(SMS_ADDRESSES_PATH, views, async (request, reply) => {
      const all = smsAddresses.all().map(smsAddressEntity);
      return answer(request, reply, entityListing(request, SMS_ADDRESSES_PATH, all));
    });
    server.post(SMS_ADDRESSES_PATH, adds, async (request, reply) => {
      const created = await smsAddresses.create(request.body);
      return answer(request, reply, created.ok ? done(smsAddressEntity(created.value)) : created);
    });
    server.get<OnePath>(`${SMS_ADDRESSES_PATH}/:id`, views, async (request, reply) => {
      const address = smsAddresses.read(request.params.id);
      return answer(request, reply, address.ok ? done(smsAddressEntity(address.value)) : address);
    });
    server.delete<OnePath>(`${SMS_ADDRESSES_PATH}/:id`, deletes, async (request, reply) =>
      answer(request, reply, await smsAddresses.remove(request.params.id), 204),
    );
  };
}

/** Those that `phoneNumber` (a part of it), `phoneNumberType` and `countryCode` of the query ask for. */
function asked(request: FastifyRequest, all: readonly SmsNumber[]): readonly SmsNumber[] {
  const part = (queryText(request, 'phoneNumber') ?? '').replace(/^ /, '+');
  const types = queryList(request, 'phoneNumberType');
  const countries = queryList(request, 'countryCode');
  const statuses = queryList(request, 'phoneNumberStatus');
  const isOneOf = (list: readonly string[], value: string) => list.length === 0 || list.includes(value);
  return all.filter(
    (number) =>
      number.phoneNumber.includes(part) &&
      isOneOf(types, number.type) &&
      isOneOf(countries, number.countryCode) &&
      isOneOf(statuses, 'ACTIVE'),
  );
}
