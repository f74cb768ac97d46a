import './simulator.css';
import { useEffect, useState } from 'react';
import { ask, RequestError } from '../api/client.ts';
import { usePoll } from '../api/use-poll.ts';
import type { CallView, Moments } from '../call/call-types.ts';
import type { PageProps } from '../pages.ts';
import { ErrorState } from '../parts/error-state.tsx';
import { hashOf } from '../route.ts';
import { CallDesk } from './call-desk.tsx';
import type { SimulationsInfo } from './start-form.tsx';

/** How often it is asked whether a live call has gone on, ms. */
const EVERY_MS = 1_500;

/** One call, live or past: `#/calls/{id}`. One that is simulated is opened in the simulator. */
export default function CallPage({ route }: PageProps) {
  const id = route.rest[0] ?? '';
  const path = `/attendant/calls/${encodeURIComponent(id)}/moments`;
  const [call, setCall] = useState<CallView>();
  const { data: info } = usePoll<SimulationsInfo>('/attendant/simulations?limit=1');
  const { data, error, refresh } = usePoll<Moments>(
    `${path}?limit=1`,
    call?.status === 'ended' ? undefined : EVERY_MS,
  );
  const total = data?.total;
  const isSimulated = data?.isSimulated === true;
  useEffect(() => {
    if (isSimulated) location.replace(hashOf(['simulator', id]));
  }, [isSimulated, id]);
  useEffect(() => {
    if (total === undefined || total === 0) return undefined;
    const leaving = new AbortController();
    ask<CallView>(`${path}/${total}`, { signal: leaving.signal }).then(setCall, () => undefined);
    return () => leaving.abort();
  }, [path, total]);
  if (error !== undefined && call === undefined)
    return (
      <div className="page">
        <h1>Call {id}</h1>
        <ErrorState
          what={
            error instanceof RequestError && error.status === 404
              ? 'There is no such call.'
              : 'The call could not be read.'
          }
          error={error}
          retry={refresh}
        />
      </div>
    );
  if (call === undefined) return <div className="sim" aria-busy="true" />;
  return (
    <div className="sim">
      <CallDesk
        key={call.id}
        call={call}
        info={info}
        onForked={(fork) => {
          location.hash = hashOf(['simulator', fork]);
        }}
      />
    </div>
  );
}
