import type { ContactUndo } from './contact-undo.ts';
import type { DncUndo } from './dnc-undo.ts';
import type { ListKind } from './list-import.ts';

/** What takes back what imports did, for lists of both kinds. All of it must run inside a commit. */
export interface ImportUndo {
  /** Takes back what a group changed. @param changes as its collector wrote them. */
  undo(kind: ListKind, listKey: number, changes: string): void;
  /** Lets campaigns come to know all contacts there are. */
  makeReady(kind: ListKind, listKey: number): void;
}

/** Takes back by the kind of the list. */
export function importUndo(contacts: ContactUndo, dnc: DncUndo): ImportUndo {
  return {
    undo: (kind, listKey, changes) => (kind === 'contacts' ? contacts : dnc).undo(listKey, changes),
    makeReady(kind, listKey) {
      if (kind === 'contacts') contacts.makeReady(listKey);
    },
  };
}
