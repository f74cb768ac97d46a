import type { CallView } from '../call/call-types.ts';
import { hashOf } from '../route.ts';

/** What somebody should know of this call before they believe what they see. */
export function Notes({ view }: { readonly view: CallView }) {
  const { simulation, firstDifference } = view;
  const origin = simulation?.origin;
  return (
    <>
      {firstDifference !== null && (
        <p className="note">
          Played again, this call differs from what was stored at event {firstDifference.event}: it was “
          {firstDifference.was ?? 'nothing'}”, now it is “{firstDifference.is ?? 'nothing'}”.
        </p>
      )}
      {simulation?.goesOutside === true && (
        <p className="note">
          {simulation.dataActions === 'ask'
            ? 'Data actions would reach receivers outside of this machine: you answer each by hand.'
            : 'Data actions reach receivers outside of this machine: real messages may be sent.'}
        </p>
      )}
      {origin !== null && origin !== undefined && (
        <p className="origin">
          Forked from <a href={hashOf(['calls', origin.callId])}>{origin.callId.slice(-8)}</a> at moment{' '}
          {origin.moment}
          {simulation?.differsAt !== null && `; it differs from event ${simulation?.differsAt} on`} ·{' '}
          <a href={hashOf(['compare', origin.callId, view.id])}>Compare both</a>
        </p>
      )}
    </>
  );
}
