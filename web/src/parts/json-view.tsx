import { useState } from 'react';
import { isObject, type Json } from '../api/json.ts';
import { CopyButton } from './copy-button.tsx';

/** How many members are drawn before a button draws more. */
const MEMBERS_SHOWN = 100;
/** How much of a text is drawn before a button draws all. */
const TEXT_SHOWN = 1_000;
/** Members that are opened at first, in all of the value together, so that a large one costs no more than a small one. */
const OPEN_DEPTH = 2;

/** JSON that can be folded and copied. What is folded is not drawn, so 2 MB are no harm. */
export function JsonView({ value, what = 'JSON' }: { readonly value: Json; readonly what?: string }) {
  return (
    <div className="json">
      <CopyButton text={() => JSON.stringify(value, undefined, 2)} what={what} />
      <Value value={value} depth={0} />
    </div>
  );
}

function Value({ value, depth }: { readonly value: Json; readonly depth: number }) {
  if (Array.isArray(value))
    return (
      <Members
        brackets="[]"
        depth={depth}
        members={(value as readonly Json[]).map((one, index) => [String(index), one])}
      />
    );
  if (isObject(value)) return <Members brackets="{}" depth={depth} members={Object.entries(value)} />;
  if (typeof value === 'string') return <Text text={value} />;
  return <span className="json-word">{String(value)}</span>;
}

function Members({
  brackets,
  members,
  depth,
}: {
  readonly brackets: '[]' | '{}';
  readonly members: readonly (readonly [string, Json])[];
  readonly depth: number;
}) {
  const [isOpen, setOpen] = useState(depth < OPEN_DEPTH && members.length <= MEMBERS_SHOWN);
  const [shown, setShown] = useState(MEMBERS_SHOWN);
  const [open, close] = brackets;
  if (members.length === 0) return <span className="json-word">{brackets}</span>;
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {open}
        <span className="muted">
          {' '}
          {members.length} {brackets === '[]' ? 'values' : 'members'}{' '}
        </span>
        {close}
      </summary>
      {isOpen && (
        <ul>
          {members.slice(0, shown).map(([name, member]) => (
            <li key={name}>
              <bdi className="json-name">{name}</bdi>: <Value value={member} depth={depth + 1} />
            </li>
          ))}
          {shown < members.length && (
            <li>
              <button type="button" className="small" onClick={() => setShown(shown + MEMBERS_SHOWN * 10)}>
                {members.length - shown} more
              </button>
            </li>
          )}
        </ul>
      )}
    </details>
  );
}

function Text({ text }: { readonly text: string }) {
  const [isAll, setAll] = useState(false);
  if (isAll || text.length <= TEXT_SHOWN) return <bdi className="json-text">{JSON.stringify(text)}</bdi>;
  return (
    <>
      <bdi className="json-text">{JSON.stringify(text.slice(0, TEXT_SHOWN))}…</bdi>{' '}
      <button type="button" className="small" onClick={() => setAll(true)}>
        all {text.length} characters
      </button>
    </>
  );
}
