import './simulator.css';
import { useCallback, useEffect, useState } from 'react';
import { ask, sentenceOf } from '../api/client.ts';
import { usePoll } from '../api/use-poll.ts';
import type { PageProps } from '../pages.ts';
import { ErrorState } from '../parts/error-state.tsx';
import { PageHeader } from '../parts/page-header.tsx';
import { tell } from '../parts/tell.ts';
import { Time } from '../parts/time.tsx';
import { hashOf } from '../route.ts';
import { keep, kept } from '../storage.ts';
import { CallDesk } from './call-desk.tsx';
import { SideBySide } from './side-by-side.tsx';
import { type SimulationsInfo, StartForm } from './start-form.tsx';
import { pathOf, useSimulation } from './use-simulation.ts';

interface Listed extends SimulationsInfo {
  readonly entities: readonly {
    readonly id: string;
    readonly flow: { readonly name: string };
    readonly status: string;
    readonly updatedAt: string;
  }[];
}

/** Most tabs that are kept open. */
const MAX_TABS = 20;

/** Holds calls as their callers: `#/simulator`, `#/simulator/{id}`, `#/simulator/all`. */
export default function SimulatorPage({ route }: PageProps) {
  const [id] = route.rest;
  const { data, refresh } = usePoll<Listed>('/attendant/simulations?limit=50');
  const [tabs, setTabs] = useTabs();
  const open = useCallback(
    (opened: string) => {
      setTabs((all) => [...new Set([...all, opened])].slice(-MAX_TABS));
      location.hash = hashOf(['simulator', opened]);
      refresh();
    },
    [setTabs, refresh],
  );
  useEffect(() => {
    if (id !== undefined && id !== 'all')
      setTabs((all) => (all.includes(id) ? all : [...all, id].slice(-MAX_TABS)));
  }, [id, setTabs]);
  const close = (closed: string) => {
    setTabs((all) => all.filter((one) => one !== closed));
    if (closed === id) location.hash = hashOf(['simulator']);
  };
  return (
    <div className="sim">
      <Tabs tabs={tabs} current={id} names={namesOf(data)} onClose={close} />
      {id === undefined && <Begin data={data} onOpen={open} refresh={refresh} />}
      {id === 'all' && <SideBySide ids={route.rest.length > 1 ? route.rest.slice(1) : tabs} />}
      {id !== undefined && id !== 'all' && (
        <Played key={id} id={id} info={data} onForked={open} onGone={() => close(id)} />
      )}
    </div>
  );
}

function namesOf(data: Listed | undefined): ReadonlyMap<string, string> {
  return new Map(data?.entities.map(({ id, flow }) => [id, flow.name]));
}

function useTabs() {
  const [tabs, setTabs] = useState<readonly string[]>(() =>
    (kept('simulator.tabs') ?? '').split(' ').filter((id) => id !== ''),
  );
  useEffect(() => keep('simulator.tabs', tabs.join(' ')), [tabs]);
  return [tabs, setTabs] as const;
}

function Tabs({
  tabs,
  current,
  names,
  onClose,
}: {
  readonly tabs: readonly string[];
  readonly current: string | undefined;
  readonly names: ReadonlyMap<string, string>;
  readonly onClose: (id: string) => void;
}) {
  if (tabs.length === 0) return null;
  return (
    <nav className="sim-tabs" aria-label="Calls">
      <a href="#/simulator" aria-current={current === undefined ? 'page' : undefined}>
        + New call
      </a>
      {tabs.map((id, index) => (
        <span key={id} className="sim-tab" data-current={id === current}>
          <a href={hashOf(['simulator', id])} aria-current={id === current ? 'page' : undefined}>
            {index + 1} · <bdi>{names.get(id) ?? id.slice(-6)}</bdi>
          </a>
          <button
            type="button"
            className="quiet small"
            onClick={() => onClose(id)}
            aria-label={`Close call ${index + 1}`}
          >
            ✕
          </button>
        </span>
      ))}
      {tabs.length > 1 && (
        <>
          <a
            href={hashOf(['simulator', 'all', ...tabs])}
            aria-current={current === 'all' ? 'page' : undefined}
          >
            Side by side
          </a>
          <a href={hashOf(['compare', tabs.at(-2) ?? '', tabs.at(-1) ?? ''])}>Compare the last two</a>
        </>
      )}
    </nav>
  );
}

function Begin({
  data,
  onOpen,
  refresh,
}: {
  readonly data: Listed | undefined;
  readonly onOpen: (id: string) => void;
  readonly refresh: () => void;
}) {
  const remove = async (id: string) => {
    await ask(pathOf(id), { method: 'DELETE' }).catch((error: unknown) => tell(sentenceOf(error)));
    refresh();
  };
  return (
    <div className="page begin">
      <PageHeader
        title="Simulator"
        about="Be the caller of a flow: press keys, speak, wait, and go back and try another way."
      />
      <StartForm info={data} onBegun={onOpen} />
      {data !== undefined && data.entities.length > 0 && (
        <section className="stack">
          <h2>Earlier calls</h2>
          <ul className="earlier">
            {data.entities.map(({ id, flow, status, updatedAt }) => (
              <li key={id}>
                <a href={hashOf(['simulator', id])}>{flow.name}</a>
                <span className="muted">
                  {status} · <Time at={updatedAt} />
                </span>
                <button
                  type="button"
                  className="quiet small"
                  onClick={() => remove(id)}
                  aria-label={`Delete the call of ${flow.name} ${id.slice(-6)}`}
                >
                  Delete
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Played({
  id,
  info,
  onForked,
  onGone,
}: {
  readonly id: string;
  readonly info: SimulationsInfo | undefined;
  readonly onForked: (id: string) => void;
  readonly onGone: () => void;
}) {
  const hand = useSimulation(id);
  if (hand.call !== undefined)
    return <CallDesk call={hand.call} hand={hand} info={info} onForked={onForked} />;
  if (hand.error === undefined) return <div className="desk" aria-busy="true" />;
  return (
    <div className="page">
      <ErrorState what="This call could not be read." error={hand.error} retry={hand.refresh} />
      <div className="row">
        <button type="button" onClick={onGone}>
          Close it
        </button>
      </div>
    </div>
  );
}
