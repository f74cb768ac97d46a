import type { CallView } from '../call/call-types.ts';
import { Icon } from '../call/icon.tsx';
import type { InHand } from './use-simulation.ts';

/** Run, step, and the clock. */
export function Controls({
  call,
  hand,
  isLast,
  onFollow,
  onFork,
  onHelp,
  onConditions,
  onTest,
}: {
  readonly call: CallView;
  readonly hand: InHand;
  readonly isLast: boolean;
  readonly onFollow: () => void;
  readonly onFork: () => void;
  readonly onHelp: () => void;
  readonly onConditions: () => void;
  readonly onTest: () => void;
}) {
  const { simulation, status, waitsFor } = call;
  const isPaused = waitsFor?.for === 'pause';
  const isOver = status === 'ended';
  const go = (goOn: string) => {
    onFollow();
    void hand.act({ goOn });
  };
  return (
    <div className="controls" role="toolbar" aria-label="Playing">
      <button
        type="button"
        className={isPaused ? 'primary' : ''}
        disabled={isOver || (!isPaused && simulation?.isStepping !== true)}
        onClick={() => go('run')}
        title="Run to the next breakpoint (F8)"
      >
        <Icon name="run" /> Run
      </button>
      <button
        type="button"
        disabled={isOver}
        onClick={() => go('step')}
        title={isPaused ? 'To the next action (F9)' : 'Pause before the next action (F9)'}
      >
        <Icon name={isPaused ? 'step' : 'pause'} /> {isPaused ? 'Step' : 'Pause'}
      </button>
      <button
        type="button"
        disabled={isOver || !isPaused}
        onClick={() => go('stepOver')}
        title="Over a task that is called (F10)"
      >
        <Icon name="over" /> Step over
      </button>
      <button type="button" onClick={onConditions} title="Breakpoints and their conditions">
        <Icon name="stop" /> Breakpoints
        {(simulation?.breakpoints.length ?? 0) > 0 && ` (${simulation?.breakpoints.length})`}
      </button>
      <span className="clock-now" title="The call's own time">
        <Icon name="clock" />{' '}
        <time dateTime={simulation?.clock ?? ''}>
          {(simulation?.clock ?? '').replace('T', ' ').slice(0, 19)}
        </time>
      </span>
      <button
        type="button"
        disabled={isOver || isPaused || simulation?.nextAt === null}
        onClick={() => hand.act({ passToNext: true })}
        title="Keep silent until something happens (N)"
      >
        <Icon name="next" /> Next event{after(simulation?.clock, simulation?.nextAt)}
      </button>
      <span className="grow" />
      {isOver && (
        <button type="button" onClick={onTest}>
          Save as a test
        </button>
      )}
      {!isLast && (
        <button type="button" onClick={onFollow}>
          <Icon name="last" /> To the end
        </button>
      )}
      <button type="button" onClick={onFork} title="Go on from here another way (F)">
        <Icon name="fork" /> Fork here
      </button>
      <button type="button" className="quiet" onClick={onHelp} aria-label="Help" title="Keys (?)">
        ?
      </button>
    </div>
  );
}

function after(now: string | undefined, next: string | null | undefined): string {
  if (now === undefined || next === null || next === undefined) return '';
  const seconds = Math.max(0, (Date.parse(next) - Date.parse(now)) / 1000);
  if (seconds < 120) return ` in ${seconds.toFixed(1)} s`;
  return seconds < 7200 ? ` in ${Math.round(seconds / 60)} min` : ` in ${Math.round(seconds / 3600)} h`;
}
