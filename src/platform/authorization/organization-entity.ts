import type { JsonObject } from '../../authoring/json.ts';
import type { Organization } from './organization-store.ts';

/** The organization in the shape of Genesys' `Organization`. Language and country stand for an organization of the US. */
export function organizationEntity({ id, name }: Organization): JsonObject {
  return {
    id,
    name,
    defaultLanguage: 'en-US',
    defaultCountryCode: 'US',
    thirdPartyOrgName: name,
    domain: 'localhost',
    version: 1,
    state: 'active',
    voicemailEnabled: false,
    productPlatform: 'GenesysCloud',
    features: {},
    selfUri: '/api/v2/organizations/me',
  };
}
