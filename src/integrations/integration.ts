import type { BudgetLimits } from '../calling/request-budget.ts';
import type { CredentialField, IntegrationSettings } from './integrations-file.ts';

/** One integration of the operator's file, checked. It names secrets and holds none. */
export interface Integration {
  /** What a definition says as its `integration`. */
  readonly name: string;
  /** Such as `custom-rest-actions`. */
  readonly type: IntegrationSettings['type'];
  /** Entries as readHostEntry reads them: nothing else is called with its credentials. */
  readonly hosts: readonly string[];
  /** Where paths lead; absent for custom-rest-actions, whose URLs are whole. */
  readonly baseUrl?: string;
  readonly credentials: Credentials;
  /** The ids of the data actions it performs; absent: whichever come to it. */
  readonly dataActions?: readonly string[];
  readonly budget?: BudgetLimits;
}

/** How an integration proves itself. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly userName: CredentialField; readonly password: CredentialField }
  | { readonly kind: 'userDefined'; readonly fields: CredentialFields }
  | {
      readonly kind: 'authenticationAction';
      readonly fields: CredentialFields;
      /** The id of the data action that asks for the access. */
      readonly dataAction: string;
      /** Where that data action may send the fields. */
      readonly hosts: readonly string[];
    }
  | {
      readonly kind: 'oauthClient';
      readonly tokenUrl: string;
      /** Of the token URL. */
      readonly hosts: readonly string[];
      readonly clientId: CredentialField;
      readonly clientSecret: CredentialField;
      readonly scope?: string;
      readonly tokens: number;
    };

/** Fields of credentials by name. */
export type CredentialFields = { readonly [name: string]: CredentialField };

/** The fields of credentials, whatever they are for. */
export function fieldsOf(credentials: Credentials): CredentialFields {
  switch (credentials.kind) {
    case 'none':
      return {};
    case 'basic':
      return { userName: credentials.userName, password: credentials.password };
    case 'oauthClient':
      return { clientId: credentials.clientId, clientSecret: credentials.clientSecret };
    case 'userDefined':
    case 'authenticationAction':
      return credentials.fields;
  }
}

/** The names of the secrets that an integration needs. */
export function secretNames({ credentials }: Integration): readonly string[] {
  const names = Object.values(fieldsOf(credentials)).flatMap((field) =>
    typeof field === 'string' ? [] : [field.secret],
  );
  return [...new Set(names)];
}
