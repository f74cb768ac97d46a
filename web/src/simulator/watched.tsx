import type { CallView } from '../call/call-types.ts';
import { Icon } from '../call/icon.tsx';
import { State } from './phone.tsx';

/** What stands where a call of the engine cannot be played. */
export function Watched({
  call,
  onFork,
  onHelp,
  onTest,
}: {
  readonly call: CallView;
  readonly onFork: () => void;
  readonly onHelp: () => void;
  readonly onTest: () => void;
}) {
  return (
    <div className="controls">
      <strong>{call.flow.name}</strong>
      <State view={call} />
      <span className="muted grow">
        A call of the engine: look at every moment, and fork it to try another way.
      </span>
      {call.status === 'ended' && (
        <button type="button" onClick={onTest}>
          Save as a test
        </button>
      )}
      <button type="button" className="primary" onClick={onFork}>
        <Icon name="fork" /> Fork here
      </button>
      <button type="button" className="quiet" onClick={onHelp} aria-label="Help">
        ?
      </button>
    </div>
  );
}
