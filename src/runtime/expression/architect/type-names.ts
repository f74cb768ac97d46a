import type { ArchitectType } from './tree.ts';

const NAMES: { readonly [type: ArchitectType]: string } = {
  any: 'any value',
  apa: 'Prompt or Audio',
  aud: 'Audio',
  bln: 'Boolean',
  com: 'Communication',
  cop: 'any value',
  cur: 'Currency',
  dat: 'Date',
  dec: 'Decimal',
  dtm: 'DateTime',
  dur: 'Duration',
  grp: 'Group',
  int: 'Integer',
  jsn: 'JSON',
  lac: 'LanguageSkill',
  nts: 'NOT_SET',
  phn: 'PhoneNumber',
  pmt: 'Prompt',
  que: 'Queue',
  skl: 'Skill',
  str: 'String',
  tim: 'Time',
  tsl: 'Timeslot',
  usr: 'User',
  wrc: 'WrapupCode',
};

/** A type by Architect's name: `Integer`, `String collection`; one that has none here by its code. */
export function typeName(type: ArchitectType): string {
  if (type.endsWith('[]')) return `${typeName(type.slice(0, -'[]'.length))} collection`;
  return Object.hasOwn(NAMES, type) ? (NAMES[type] ?? type) : type;
}
