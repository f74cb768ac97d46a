import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { searchContacts } from '../search-contacts.ts';
import { TargetVariable, Value } from '../settings.ts';

/** Searches the external contacts for a term. Architect: Search External Contacts. */
export const searchExternalContacts = defineFlowAction({
  type: 'searchExternalContacts',
  title: 'Search External Contacts',
  description:
    'Searches the external contacts of the environment for a term: a name, an e-mail address, a number. Numbers are compared as E.164 unless the term stands in quotation marks.',
  category: 'Data',
  paths: {
    matchExact: 'one contact matches: it is the first of the collection',
    matchMultiple: 'several do',
    notFound: 'none does, or the term is NOT_SET',
  },
  events: ['lookedFor'],
  differences: [
    'A contact matches when one of its texts, or its whole name, is the term; Genesys also finds parts of texts.',
    'Guess: a term that is NOT_SET takes notFound.',
  ],
  settings: Type.Object(
    {
      term: Value({ type: 'string', description: 'What is searched for.' }),
      saveAs: Type.Optional(
        TargetVariable({
          type: 'externalContactCollection',
          description: 'The variable that gets the contacts that match.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: ['matchExact', 'matchMultiple', 'notFound'],
  enter({ term, saveAs }, context) {
    const wanted = context.read(term);
    const { externalContacts = [] } = context.environment;
    const found = typeof wanted === 'string' ? searchContacts(externalContacts, wanted) : [];
    context.emit('lookedFor', { kind: 'externalContact', term: wanted ?? null, found: found.map(idOf) });
    if (found.length === 0) return { output: 'notFound' };
    if (saveAs !== undefined) context.write(saveAs, found);
    return { output: found.length === 1 ? 'matchExact' : 'matchMultiple' };
  },
});

function idOf({ id }: { readonly [name: string]: unknown }): string {
  return String(id);
}
