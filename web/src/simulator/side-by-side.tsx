import { useState } from 'react';
import { Icon } from '../call/icon.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { ErrorState } from '../parts/error-state.tsx';
import { hashOf } from '../route.ts';
import { Phone } from './phone.tsx';
import { useSimulation } from './use-simulation.ts';

/** Every open call beside the others, each with its phone. */
export function SideBySide({ ids }: { readonly ids: readonly string[] }) {
  if (ids.length === 0) return <EmptyState title="No call is open">Begin one first.</EmptyState>;
  return (
    <div className="beside-each-other">
      <h1 className="sr-only">Calls side by side</h1>
      {ids.map((id, index) => (
        <One key={id} id={id} number={index + 1} />
      ))}
    </div>
  );
}

function One({ id, number }: { readonly id: string; readonly number: number }) {
  const hand = useSimulation(id);
  const [bargeIn, setBargeIn] = useState(false);
  const { call, error } = hand;
  if (call === undefined)
    return (
      <div className="one">
        {error !== undefined && <ErrorState what="This call could not be read." error={error} />}
      </div>
    );
  return (
    <article className="one" aria-label={`Call ${number}`}>
      <h2>
        <a href={hashOf(['simulator', id])}>
          {number} · <bdi>{call.flow.name}</bdi>
        </a>
      </h2>
      <Phone number={number} view={call} isLast hand={hand} bargeIn={bargeIn} onBargeIn={setBargeIn} />
      <div className="row">
        <button
          type="button"
          className="small"
          disabled={call.status === 'ended' || call.simulation?.nextAt === null}
          onClick={() => hand.act({ passToNext: true })}
        >
          <Icon name="next" /> Next event
        </button>
        {call.waitsFor?.for === 'pause' && (
          <button type="button" className="small" onClick={() => hand.act({ goOn: 'run' })}>
            <Icon name="run" /> Run
          </button>
        )}
        {call.simulation?.isAnsweredByHand === true && (
          <a href={hashOf(['simulator', id])}>Answer {call.pendingDataAction?.name}</a>
        )}
      </div>
    </article>
  );
}
