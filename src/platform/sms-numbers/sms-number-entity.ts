import type { JsonObject } from '../../authoring/json.ts';
import type { SmsAddress } from './sms-address-store.ts';
import type { SmsNumber } from './sms-number-store.ts';

/** Where Genesys Cloud serves SMS numbers and addresses. */
export const SMS_NUMBERS_PATH = '/api/v2/routing/sms/phonenumbers';
export const SMS_ADDRESSES_PATH = '/api/v2/routing/sms/addresses';

/** A number in the shape of Genesys' `SmsPhoneNumber`. */
export function smsNumberEntity(number: SmsNumber, address: SmsAddress | undefined): JsonObject {
  return {
    id: number.id,
    ...(number.name === null ? {} : { name: number.name }),
    phoneNumber: number.phoneNumber,
    phoneNumberType: number.type,
    provisionedThroughPureCloud: true,
    phoneNumberStatus: 'ACTIVE',
    capabilities: ['sms'],
    countryCode: number.countryCode,
    dateCreated: new Date(number.createdAt).toISOString(),
    dateModified: new Date(number.modifiedAt).toISOString(),
    purchaseDate: new Date(number.createdAt).toISOString(),
    version: number.version,
    provisioningStatus: { action: 'Create', state: 'Completed' },
    supportsSms: true,
    supportsMms: false,
    supportsVoice: false,
    ...(address && { addressId: smsAddressEntity(address) }),
    selfUri: `${SMS_NUMBERS_PATH}/${encodeURIComponent(number.id)}`,
  };
}

/** An address in the shape of Genesys' `SmsAddress`. */
export function smsAddressEntity(address: SmsAddress): JsonObject {
  return { ...address, validated: true, selfUri: `${SMS_ADDRESSES_PATH}/${encodeURIComponent(address.id)}` };
}
