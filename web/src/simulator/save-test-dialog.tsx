import { useEffect, useState } from 'react';
import type { Json } from '../api/json.ts';
import { usePoll } from '../api/use-poll.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { ErrorState } from '../parts/error-state.tsx';
import { RowsSkeleton } from '../parts/rows-skeleton.tsx';
import { SCROLLABLE } from '../parts/scrollable.ts';

/** What `GET /attendant/calls/{id}/test` answers. */
interface SavedTest {
  readonly flow: string;
  readonly test: Json;
  readonly notes: readonly string[];
}

/** Makes a flow test of a call that has ended, to be kept beside its flow. */
export function SaveTestDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { data, error, refresh } = usePoll<SavedTest>(`/attendant/calls/${encodeURIComponent(id)}/test`);
  return (
    <Dialog title="Save this call as a test" onClose={onClose}>
      {error !== undefined && (
        <ErrorState what="No test could be made of this call." error={error} retry={refresh} />
      )}
      {data === undefined && error === undefined && <RowsSkeleton rows={4} />}
      {data !== undefined && <Saved saved={data} />}
    </Dialog>
  );
}

function Saved({ saved }: { readonly saved: SavedTest }) {
  const text = `${JSON.stringify(saved.test, undefined, 2)}\n`;
  const name = `${nameOf(saved.flow)}.saved.test.json`;
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  return (
    <div className="stack">
      <p>
        Keep it beside the flow as <code>{name}</code>; <code>attendant test</code> then plays this call again
        and says what became different.
      </p>
      {saved.notes.map((note) => (
        <p key={note} className="note" dir="auto">
          {note}
        </p>
      ))}
      <div className="row">
        <a className="button" href={url} download={name}>
          Download
        </a>
        <CopyButton text={text} what="Test" />
      </div>
      <pre className="command saved-test" {...SCROLLABLE}>
        {text}
      </pre>
    </div>
  );
}

/** A flow's name as files are named. */
function nameOf(flow: string): string {
  const name = flow
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'call' : name;
}
