import { useEffect, useRef, useState } from 'react';
import { usePoll } from '../api/use-poll.ts';
import type { CallView } from '../call/call-types.ts';
import { DataActionPanel } from '../call/data-action-panel.tsx';
import { FlowCanvas } from '../call/flow-canvas.tsx';
import { Icon } from '../call/icon.tsx';
import { StatePanel } from '../call/state-panel.tsx';
import { Timeline } from '../call/timeline.tsx';
import { useMoment } from '../call/use-moment.ts';
import { ErrorState } from '../parts/error-state.tsx';
import { hashOf } from '../route.ts';
import { keep, kept } from '../storage.ts';
import { Controls } from './controls.tsx';
import { BreakpointsDialog, ForkDialog, HelpDialog } from './dialogs.tsx';
import { Phone, State } from './phone.tsx';
import { SaveTestDialog } from './save-test-dialog.tsx';
import type { FlowEntry, SimulationsInfo } from './start-form.tsx';
import { type Keys, useKeys } from './use-keys.ts';
import type { InHand } from './use-simulation.ts';

const PANELS = ['phone', 'flow', 'state', 'timeline'] as const;
type Panel = (typeof PANELS)[number];
const PANEL_NAMES: { readonly [panel in Panel]: string } = {
  phone: 'Phone',
  flow: 'Flow',
  state: 'State',
  timeline: 'Timeline',
};

/** One call with all that can be seen of it, and, where it is in somebody's hand, done with it. */
export function CallDesk({
  call,
  hand,
  info,
  onForked,
}: {
  readonly call: CallView;
  /** Absent: it is a call of the engine, to be looked at and forked. */
  readonly hand?: InHand;
  readonly info: SimulationsInfo | undefined;
  readonly onForked: (id: string) => void;
}) {
  const looking = useMoment(call.id, call);
  const { isLast, go, moment, error } = looking;
  const view = looking.view ?? call;
  const [panel, setPanel] = useState<Panel>('phone');
  const [dialog, setDialog] = useState<'fork' | 'help' | 'breakpoints' | 'test'>();
  const [bargeIn, setBargeIn] = useState(kept('simulator.bargeIn') === 'yes');
  const [hasKeys, setHasKeys] = useState(kept('simulator.keys') !== 'no');
  const speech = useRef<HTMLInputElement>(null);
  const flows = usePoll<{ readonly entities: readonly FlowEntry[] }>(
    dialog === 'fork' ? '/attendant/flows' : undefined,
  );
  const act = (body: Parameters<InHand['act']>[0]) => {
    looking.follow();
    return hand?.act(body) ?? Promise.resolve(undefined);
  };
  const bound: InHand | undefined = hand === undefined ? undefined : { ...hand, act };
  const changeBargeIn = (next: boolean) => {
    keep('simulator.bargeIn', next ? 'yes' : 'no');
    setBargeIn(next);
  };
  const breakpoints = call.simulation?.breakpoints ?? [];
  const toggle = (action: string) => {
    const without = breakpoints.filter(({ at }) => at !== action);
    const next = without.length < breakpoints.length ? without : [...breakpoints, { at: action }];
    void hand?.act({ breakpoints: next.map((one) => ({ ...one })) });
  };
  const canChange = bound !== undefined && isLast && call.status === 'waiting';
  useKeys(
    keysOf({
      bound,
      bargeIn,
      go,
      moment,
      total: call.moments,
      isLast,
      setDialog,
      changeBargeIn,
      speech,
      call,
    }),
    { isOn: hasKeys },
  );
  return (
    <div className="desk" data-panel={panel}>
      <h1 className="sr-only">Call of {call.flow.name}</h1>
      {bound !== undefined ? (
        <Controls
          call={call}
          hand={bound}
          isLast={isLast}
          onFollow={looking.follow}
          onFork={() => setDialog('fork')}
          onHelp={() => setDialog('help')}
          onConditions={() => setDialog('breakpoints')}
          onTest={() => setDialog('test')}
        />
      ) : (
        <Watched
          call={call}
          onFork={() => setDialog('fork')}
          onHelp={() => setDialog('help')}
          onTest={() => setDialog('test')}
        />
      )}
      <Notes view={view} />
      {error !== undefined && <ErrorState what="This moment could not be read." error={error} />}
      <PanelTabs panel={panel} onPanel={setPanel} />
      <div className="panel phone-panel">
        <Phone
          view={view}
          isLast={isLast}
          bargeIn={bargeIn}
          onBargeIn={changeBargeIn}
          speech={speech}
          {...(bound !== undefined && { hand: bound })}
        />
      </div>
      <div className="panel flow-panel">
        <FlowCanvas view={view} {...(hand !== undefined && { onToggle: toggle })} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard */}
      <section className="panel state-panel" aria-label="State" tabIndex={0}>
        <h2 className="sr-only">What the call holds</h2>
        <StatePanel
          view={view}
          {...(canChange && {
            onVariable: (name, value) => void act({ change: { variables: { [name]: value } } }),
            onData: (name, value) =>
              void act({
                change: {
                  participantData: {
                    [name]: value === null ? null : typeof value === 'string' ? value : JSON.stringify(value),
                  },
                },
              }),
          })}
        />
        <h2 className="panel-title">Data action</h2>
        <DataActionPanel
          pending={view.pendingDataAction}
          answered={view.answered}
          faults={info?.faults ?? []}
          {...(canChange && { onAnswer: (answer) => void act({ answer }) })}
        />
      </section>
      <div className="panel timeline-panel">
        <Timeline id={call.id} looking={looking} total={call.moments} />
      </div>
      {dialog === 'fork' && (
        <ForkDialog
          view={view}
          flows={flows.data?.entities.map(({ name }) => name) ?? []}
          onClose={() => setDialog(undefined)}
          onForked={(id) => {
            setDialog(undefined);
            onForked(id);
          }}
        />
      )}
      {dialog === 'help' && (
        <HelpDialog
          hasKeys={hasKeys}
          onKeys={(next) => {
            keep('simulator.keys', next ? 'yes' : 'no');
            setHasKeys(next);
          }}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'test' && <SaveTestDialog id={call.id} onClose={() => setDialog(undefined)} />}
      {dialog === 'breakpoints' && (
        <BreakpointsDialog
          view={call}
          onSave={async (next) =>
            (await hand?.act({ breakpoints: next.map((one) => ({ ...one })) })) !== undefined
          }
          onClose={() => setDialog(undefined)}
        />
      )}
    </div>
  );
}

interface KeyParts {
  readonly bound: InHand | undefined;
  readonly bargeIn: boolean;
  readonly go: (moment: number) => void;
  readonly moment: number;
  readonly total: number;
  readonly isLast: boolean;
  readonly setDialog: (dialog: 'fork' | 'help') => void;
  readonly changeBargeIn: (bargeIn: boolean) => void;
  readonly speech: { readonly current: HTMLInputElement | null };
  readonly call: CallView;
}

function keysOf({
  bound,
  bargeIn,
  go,
  moment,
  total,
  isLast,
  setDialog,
  changeBargeIn,
  speech,
  call,
}: KeyParts): Keys {
  const looks: Keys = {
    ArrowLeft: () => go(moment - 1),
    ArrowRight: () => go(moment + 1),
    Home: () => go(1),
    End: () => go(total),
    f: () => setDialog('fork'),
    '?': () => setDialog('help'),
  };
  if (bound === undefined) return looks;
  const goOn = (how: string) => () => void bound.act({ goOn: how });
  const isPaused = call.waitsFor?.for === 'pause';
  const presses = [...'0123456789*#'].map(
    (key) => [key, () => void bound.act({ press: key, bargeIn })] as const,
  );
  return {
    ...looks,
    ...(isLast && call.waitsFor?.takes.includes('press') === true && Object.fromEntries(presses)),
    s: () => speech.current?.focus(),
    n: () => void bound.act({ passToNext: true }),
    h: () => void bound.act({ hangUp: true }),
    b: () => changeBargeIn(!bargeIn),
    F8: goOn('run'),
    r: goOn('run'),
    F9: goOn('step'),
    p: goOn('step'),
    F10: isPaused ? goOn('stepOver') : () => undefined,
    o: isPaused ? goOn('stepOver') : undefined,
  };
}

/** What stands where a call of the engine cannot be played. */
function Watched({
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

/** What somebody should know of this call before they believe what they see. */
function Notes({ view }: { readonly view: CallView }) {
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

/** On a phone one panel is seen at a time. */
function PanelTabs({ panel, onPanel }: { readonly panel: Panel; readonly onPanel: (panel: Panel) => void }) {
  // What is hidden has no size; what is drawn by its size is told when it is shown.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another panel is shown
  useEffect(() => void window.dispatchEvent(new Event('resize')), [panel]);
  return (
    <nav className="panel-tabs" aria-label="Parts of the call">
      {PANELS.map((one) => (
        <button key={one} type="button" aria-pressed={one === panel} onClick={() => onPanel(one)}>
          {PANEL_NAMES[one]}
        </button>
      ))}
    </nav>
  );
}
