import { didYouMean } from '../../authoring/suggest.ts';
import type { VariableType } from '../value-type.ts';
import type { VariableDeclaration } from '../variables.ts';
import type { NluSource } from './nlu-schema.ts';
import { compilePattern } from './pattern.ts';
import { plainWords } from './plain-words.ts';
import { BUILT_IN_SLOT_TYPES, type BuiltInSlotType, type SlotType } from './slot-value.ts';
import type { Intent, Nlu } from './understand.ts';

/** Tells of a fault at a path of keys below `nlu`. */
type Report = (keys: readonly (string | number)[], code: string, message: string, hint: string) => void;

/** Turns a flow's `nlu` into what its bots understand; every slot that is declared can be filled. */
export function compileNlu(
  source: NluSource,
  variables: ReadonlyMap<string, VariableDeclaration>,
  report: Report,
): Nlu {
  const slotNames = new Map([...variables].filter(([key]) => key.startsWith('slot.')));
  const types = slotTypes(source, report);
  return {
    intents: new Map(
      Object.keys(source.intents ?? {}).map((name) => [name, intent(name, source, slotNames, report)]),
    ),
    slots: slots(source, types, slotNames, report),
    targets: new Map([...slotNames].map(([key, { name, type }]) => [key, { scope: 'flow', name, type }])),
    knowledge: (source.knowledge ?? []).map(({ questions, answer }) => ({
      answer,
      questions: questions.map(plainWords),
    })),
  };
}

function slotTypes(source: NluSource, report: Report): ReadonlyMap<string, SlotType> {
  return new Map(
    Object.entries(source.slotTypes ?? {}).map(([name, { pattern, values = {} }]): [string, SlotType] => {
      if (pattern === undefined) return [name, { values: slotWords(values) }];
      const compiled = compilePattern(pattern);
      if (!('fault' in compiled)) return [name, { pattern: compiled }];
      report(
        ['slotTypes', name, 'pattern'],
        'PATTERN',
        `this pattern cannot be used: ${compiled.fault}`,
        'write characters, [classes], (groups), | and repetitions',
      );
      return [name, { builtIn: 'any' }];
    }),
  );
}

function slotWords(values: { readonly [value: string]: readonly string[] }) {
  return Object.entries(values).map(([value, synonyms]) => ({
    value,
    words: [value, ...synonyms].map(plainWords),
  }));
}

type SlotNames = ReadonlyMap<string, VariableDeclaration>;

function slots(
  source: NluSource,
  types: ReadonlyMap<string, SlotType>,
  slotNames: SlotNames,
  report: Report,
): ReadonlyMap<string, SlotType> {
  const byVariable = [...slotNames.values()].map(({ name, type }): [string, SlotType] => [
    name,
    { builtIn: BY_VARIABLE[type] ?? 'any' },
  ]);
  const declared = Object.entries(source.slots ?? {}).flatMap(([slot, type]): [string, SlotType][] => {
    const name = slotNamed(slot, slotNames, ['slots', slot], report);
    const found = types.get(type) ?? builtIn(type);
    if (found === undefined)
      report(
        ['slots', slot],
        'UNKNOWN_SLOT_TYPE',
        `there is no slot type \`${type}\``,
        didYouMean(type, [...types.keys(), ...BUILT_IN_SLOT_TYPES], 'add it under "slotTypes"'),
      );
    return name === undefined || found === undefined ? [] : [[name, found]];
  });
  return new Map([...byVariable, ...declared]);
}

function builtIn(name: string): SlotType | undefined {
  const found = BUILT_IN_SLOT_TYPES.find((one) => one === name);
  return found === undefined ? undefined : { builtIn: found };
}

/** What fills a slot of which nothing is said but its variable's type. */
const BY_VARIABLE: { readonly [type in VariableType]?: BuiltInSlotType } = {
  integer: 'number',
  decimal: 'number',
  boolean: 'boolean',
  currency: 'currency',
  date: 'date',
  time: 'time',
  phoneNumber: 'phoneNumber',
};

function slotNamed(
  slot: string,
  slotNames: SlotNames,
  keys: readonly (string | number)[],
  report: Report,
): string | undefined {
  const found = slotNames.get(`slot.${slot.toLowerCase()}`) ?? slotNames.get(slot.toLowerCase());
  if (found !== undefined) return found.name;
  const known = [...slotNames.values()].map(({ name }) => name.slice('Slot.'.length));
  report(
    keys,
    'UNKNOWN_SLOT',
    `there is no slot \`${slot}\``,
    didYouMean(slot, known, `declare "Slot.${slot}" under "variables"`),
  );
  return undefined;
}

const PLACE = /\{([^{}]+)\}/g;

function intent(name: string, source: NluSource, slotNames: SlotNames, report: Report): Intent {
  const { utterances = [], slots: given = [] } = source.intents?.[name] ?? {};
  const named = utterances.flatMap((utterance, index) =>
    [...utterance.matchAll(PLACE)].map(([, slot = '']) =>
      slotNamed(slot, slotNames, ['intents', name, 'utterances', index], report),
    ),
  );
  const all = [
    ...given.map((slot, index) => slotNamed(slot, slotNames, ['intents', name, 'slots', index], report)),
    ...named,
  ];
  return {
    name,
    utterances: utterances.map((utterance) => plainWords(utterance.replaceAll(PLACE, ' '))),
    slots: [...new Set(all.filter((slot) => slot !== undefined))],
  };
}
