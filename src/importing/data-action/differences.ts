import type { Notes } from '../notes.ts';

/** In what a native definition differs from the export it is made from; each is told once, for all names it concerns. */
export type Difference = keyof typeof SENTENCES;

const SENTENCES = {
  ownText: [
    'Without a value, nothing is sent for $; the export sends the text of its reference',
    'require it in the contract, or check what the receiver expects',
  ],
  emptyText: [
    'Without a value, nothing is sent for $; the export sends an empty text',
    'check whether the receiver needs the empty text',
  ],
  fails: ["Without a value, nothing is sent for $; the export's call fails", 'require it in the contract'],
  element: [
    'Without a value for $, the whole element of the list that it stands in is left out; the export sends the rest of it',
    'require it in the contract',
  ],
  hollow: [
    'Without a value for $, the object or list that holds nothing else is left out; the export sends it',
    'check whether the receiver needs it',
  ],
  emptySent: ['An empty text is sent for $; the export leaves the member out', 'give it no value instead'],
  falseSent: ['`false` is sent for $; the export leaves the member out', 'give it no value instead'],
  nullSent: ['A null is sent for $ as null; the export takes it for no value', 'give it no value instead'],
  encoded: [
    'What stands in the URL for $ is percent-encoded; the export passes codes such as %2B, and a plus sign, on as they are',
    'pass the plain value',
  ],
  spaceInPath: [
    'A space in $ becomes %20 in the path; the export writes +',
    'check whether the receiver wants the +',
  ],
  notFound: [
    "Where the path of $ finds nothing, the output is left out; the export's call fails",
    'add a default to translationMapDefaults',
  ],
  emptyList: [
    "Where the path of $ finds an empty list, its default stands in; the export's call fails",
    'remove the default if the call has to fail',
  ],
  defaultText: [
    "The default of $ is no JSON and became a text; the export's call fails with it",
    'check what the default is meant to be',
  ],
} as const;

/** Gathers differences. */
export interface Differences {
  /** @param pointer JSON Pointer into the export. */
  add(kind: Difference, name: string, pointer: string): void;
  /** Notes each kind once. */
  noteAll(notes: Notes): void;
}

/** No differences yet. */
export function newDifferences(): Differences {
  const found = new Map<Difference, { readonly pointer: string; readonly names: Set<string> }>();
  return {
    add(kind, name, pointer) {
      const known = found.get(kind) ?? { pointer, names: new Set() };
      known.names.add(name);
      found.set(kind, known);
    },
    noteAll(notes) {
      for (const [kind, { pointer, names }] of found) {
        const [sentence, hint] = SENTENCES[kind];
        const listed = [...names].map((name) => `\`${name}\``).join(', ');
        notes.add(
          'warning',
          pointer,
          'IMPORT_DIFFERS',
          sentence.replace('$', () => listed),
          hint,
        );
      }
    },
  };
}
