import type { ArchitectType } from './tree.ts';

const NAMES: { readonly [type: ArchitectType]: string } = {
  any: 'any value',
  apa: 'Prompt or Audio',
  aud: 'Audio',
  bln: 'Boolean',
  bof: 'Format.Bool',
  com: 'Communication',
  con: 'Contact',
  cre: 'System.Currencies',
  cte: 'System.Conversation',
  cop: 'any value',
  cpx_email: 'Email',
  cpx_email_address: 'EmailAddress',
  cpx_short_message: 'Message',
  cuf: 'Format.Currency',
  cur: 'Currency',
  daf: 'Format.Date',
  dat: 'Date',
  dec: 'Decimal',
  dtm: 'DateTime',
  dur: 'Duration',
  dwc: 'System.DateTime',
  grp: 'Group',
  int: 'Integer',
  jsn: 'JSON',
  lac: 'LanguageSkill',
  lge: 'System.Languages',
  lne: 'Language',
  nts: 'NOT_SET',
  nuf: 'Format.Number',
  phf: 'Format.PhoneNumber',
  phn: 'PhoneNumber',
  pmt: 'Prompt',
  que: 'Queue',
  rge: 'System.Regions',
  sde: 'System.Survey',
  skl: 'Skill',
  stf: 'Format.String',
  str: 'String',
  tif: 'Format.Time',
  tim: 'Time',
  tpf: 'Format.TimePart',
  tsl: 'Timeslot',
  usr: 'User',
  wrc: 'WrapupCode',
};

/** A type by Architect's name: `Integer`, `String collection`; one that has none here by its code. */
export function typeName(type: ArchitectType): string {
  if (type.endsWith('[]')) return `${typeName(type.slice(0, -'[]'.length))} collection`;
  return Object.hasOwn(NAMES, type) ? (NAMES[type] ?? type) : type;
}
