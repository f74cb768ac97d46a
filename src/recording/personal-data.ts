/** What kind of personal data a value is, which decides what may stand for it. */
export type PersonalKind = 'phone' | 'email' | 'name' | 'date' | 'text';

/** What is done with the values of a key. `secret`: nothing of it stays. */
export type KeyRule = PersonalKind | 'secret';

/** The rules for keys, as documented: a key is compared without case, separators and a plural s. */
export const KEY_RULES: { readonly [rule in KeyRule]: readonly string[] } = {
  phone: [
    'phone',
    'phoneNumber',
    'telephone',
    'mobile',
    'mobileNumber',
    'cell',
    'fax',
    'tel',
    'msisdn',
    'ani',
    'dnis',
    'callerId',
    'callerNumber',
    'callbackNumber',
    'whatsAppNumber',
    'toAddress',
    'fromAddress',
    'recipient',
  ],
  email: ['email', 'emailAddress', 'mail'],
  name: [
    'firstName',
    'lastName',
    'middleName',
    'givenName',
    'familyName',
    'surname',
    'fullName',
    'maidenName',
    'nickname',
    'callerName',
    'customerName',
    'contactName',
    'displayName',
    'userName',
  ],
  date: ['dateOfBirth', 'birthDate', 'birthday', 'dob'],
  text: [
    'address',
    'address1',
    'address2',
    'addressLine1',
    'addressLine2',
    'street',
    'streetAddress',
    'houseNumber',
    'city',
    'town',
    'zip',
    'zipCode',
    'postalCode',
    'postcode',
    'ssn',
    'socialSecurityNumber',
    'nationalId',
    'taxId',
    'passport',
    'passportNumber',
    'iban',
    'accountNumber',
    'cardNumber',
    'creditCardNumber',
    'driversLicense',
    'licensePlate',
    'ipAddress',
  ],
  secret: [
    'password',
    'passcode',
    'pin',
    'cvv',
    'cvc',
    'secret',
    'clientSecret',
    'token',
    'accessToken',
    'refreshToken',
    'idToken',
    'apiKey',
    'authorization',
    'privateKey',
    'sessionId',
  ],
};

/** Keys that an author adds to the rules. */
export interface OwnRules {
  /** Keys whose values are personal as well, with all that is in them. */
  readonly mask?: readonly string[];
  /** Keys whose values stay as they are, with all that is in them; secrets never do. */
  readonly keep?: readonly string[];
}

/** What is done with a value: a rule of ours, or the author's word. Undefined: what patterns find. */
export type Rule = KeyRule | 'mask' | 'keep' | undefined;

/** The rule for a key, or for what stands below it. */
export type RuleOf = (key: string, above?: Rule) => Rule;

/** Makes the look-up of rules by key. Secrets go before the author's word, and that before all other rules. */
export function keyRules({ mask = [], keep = [] }: OwnRules): RuleOf {
  const rules = new Map<string, Rule>();
  const all = (Object.keys(KEY_RULES) as KeyRule[]).filter((rule) => rule !== 'secret');
  for (const rule of all) for (const key of KEY_RULES[rule]) rules.set(bare(key), rule);
  for (const key of mask) rules.set(bare(key), 'mask');
  for (const key of keep) rules.set(bare(key), 'keep');
  for (const key of KEY_RULES.secret) rules.set(bare(key), 'secret');
  return (key, above) => {
    const name = bare(key);
    const rule = rules.get(name) ?? rules.get(name.replace(/s$/, '')) ?? ruleByEnd(name);
    if (above === 'secret' || rule === 'secret') return 'secret';
    if (above === 'mask' || above === 'keep') return above;
    // Below `phone` only what looks like a number is changed, so its rule can hold for all there.
    return rule ?? (above === 'phone' || above === 'email' ? above : undefined);
  };
}

/** workPhone, homeEmail, customer_mobile_number: what it ends in says what it is. */
function ruleByEnd(name: string): Rule {
  if (/(phone|mobile|phonenumber|mobilenumber)s?$/.test(name)) return 'phone';
  return /(email|emailaddress|emailaddresses)s?$/.test(name) ? 'email' : undefined;
}

function bare(key: string): string {
  return key.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** E-mail addresses in a text. Bounded, so that no text takes long. */
export const EMAIL = /[\w.%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g;

/** Phone numbers in international form in a text, with or without separators. */
export const INTERNATIONAL_PHONE = /(?<![\w+])\+\d(?:[ ().-]{0,2}\d){6,14}(?!\d)/g;

/** Whether a text is nothing but a phone number, in any form. */
export function isPhone(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '').length;
  return /^(tel:)?[+\d\s()./-]{5,30}$/.test(text) && digits >= 5 && digits <= 15;
}

/** Whether a text is one e-mail address. */
export function isEmail(text: string): boolean {
  return text.length <= 320 && /^[^\s@]+@[^\s@]+$/.test(text);
}
