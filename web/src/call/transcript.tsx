import { useEffect, useRef } from 'react';
import { SCROLLABLE } from '../parts/scrollable.ts';
import type { CallView, Line } from './call-types.ts';

/** What was heard, said and done, as the caller lives through it. */
export function Transcript({ view }: { readonly view: CallView }) {
  const box = useRef<HTMLDivElement>(null);
  const count = view.lines.length;
  const last = view.lines.at(-1)?.text;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it reads the box, which grows with these
  useEffect(() => {
    const element = box.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  }, [count, last, view.moment]);
  return (
    <div className="transcript" ref={box} {...SCROLLABLE} role="log" aria-label="Transcript">
      {count === 0 && <p className="muted">Nothing was heard yet.</p>}
      {view.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only added at the end
        <Spoken key={`${line.moment} ${index}`} line={line} />
      ))}
      {view.queued.length > 0 && (
        <p className="line queued" dir="auto">
          <bdi className="sr-only">Queued: </bdi>
          {view.queued.join(' ')}
        </p>
      )}
    </div>
  );
}

const WHO: { readonly [kind in Line['kind']]: string } = {
  heard: 'Heard',
  written: 'Written',
  caller: 'Caller',
  step: 'Step',
  outside: 'Outside',
  trouble: 'Trouble',
  end: 'End',
};

function Spoken({ line }: { readonly line: Line }) {
  return (
    <p className={`line ${line.kind}`} dir="auto">
      <bdi className="sr-only">{WHO[line.kind]}: </bdi>
      {line.kind === 'heard' || line.kind === 'written' ? line.text.replace(/^“(.*)”/s, '$1') : line.text}
    </p>
  );
}
