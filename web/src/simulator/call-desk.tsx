import { useRef, useState } from 'react';
import { usePoll } from '../api/use-poll.ts';
import type { CallView } from '../call/call-types.ts';
import { DataActionPanel } from '../call/data-action-panel.tsx';
import { FlowCanvas } from '../call/flow-canvas.tsx';
import { StatePanel } from '../call/state-panel.tsx';
import { Timeline } from '../call/timeline.tsx';
import { useMoment } from '../call/use-moment.ts';
import { ErrorState } from '../parts/error-state.tsx';
import { SCROLLABLE } from '../parts/scrollable.ts';
import { keep, kept } from '../storage.ts';
import { BreakpointsDialog } from './breakpoints-dialog.tsx';
import { Controls } from './controls.tsx';
import { keysOf } from './desk-keys.ts';
import { ForkDialog } from './fork-dialog.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { Notes } from './notes.tsx';
import { type Panel, PanelTabs } from './panel-tabs.tsx';
import { Phone } from './phone.tsx';
import { SaveTestDialog } from './save-test-dialog.tsx';
import type { FlowEntry, SimulationsInfo } from './start-form.tsx';
import { useKeys } from './use-keys.ts';
import type { InHand } from './use-simulation.ts';
import { Watched } from './watched.tsx';

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
    void hand?.breakAt(next);
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
  // What waits for an answer stands first.
  const dataAction = (
    <div className="stack">
      <h2 className="panel-title">Data action</h2>
      <DataActionPanel
        pending={view.pendingDataAction}
        answered={view.answered}
        faults={info?.faults ?? []}
        {...(canChange && { onAnswer: (answer) => void act({ answer }) })}
      />
    </div>
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
      <section className="panel state-panel" aria-label="State" {...SCROLLABLE}>
        {view.pendingDataAction !== null && dataAction}
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
        {view.pendingDataAction === null && dataAction}
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
          onSave={async (next) => hand?.breakAt(next)}
          onClose={() => setDialog(undefined)}
        />
      )}
    </div>
  );
}
