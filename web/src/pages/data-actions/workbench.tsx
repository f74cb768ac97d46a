import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { isObject, type Json, type JsonObject } from '../../api/json.ts';
import { usePoll } from '../../api/use-poll.ts';
import { Badge } from '../../parts/badge.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ErrorState } from '../../parts/error-state.tsx';
import { Field } from '../../parts/field.tsx';
import { PageHeader } from '../../parts/page-header.tsx';
import { RowsSkeleton } from '../../parts/rows-skeleton.tsx';
import { keep, kept } from '../../storage.ts';
import { type Fault, type Plan, pathOf, type Run, type WholeDataAction } from './data-action.ts';
import { JsonInput } from './json-input.tsx';
import { PlanResult, RunResult } from './results.tsx';
import { Properties } from './schema-input.tsx';

/** Inputs that are longer are not kept in the browser. */
const MAX_KEPT_LENGTH = 100_000;

/** One data action: a form made from its contract, a dry run, a run, and what each operation did. */
export function Workbench({ id, faults }: { readonly id: string; readonly faults: readonly Fault[] }) {
  const { data, error, refresh } = usePoll<WholeDataAction>(pathOf(id));
  return (
    <div className="page">
      <PageHeader title={data?.name ?? id} about={data && <About action={data} />}>
        <a className="button" href="#/data-actions">
          All data actions
        </a>
      </PageHeader>
      {error !== undefined && (
        <ErrorState what="The data action could not be read." error={error} retry={refresh} />
      )}
      {data === undefined && error === undefined && <RowsSkeleton />}
      {data !== undefined && <Bench key={data.id} action={data} faults={faults} />}
    </div>
  );
}

function About({ action: { method, url, category, file, secure } }: { readonly action: WholeDataAction }) {
  return (
    <>
      {category} · <code className="wrap">{`${method ?? ''} ${url ?? ''}`}</code>
      {file !== null && <> · {file}</>} {secure && <Badge tone="warn">secure: values are not shown</Badge>}
    </>
  );
}

/** What is shown at the right. */
type Shown =
  | { readonly plan: Plan }
  | { readonly run: Run }
  | { readonly failed: unknown }
  | { readonly isBusy: true }
  | undefined;

function Bench({ action, faults }: { readonly action: WholeDataAction; readonly faults: readonly Fault[] }) {
  const [input, setInput] = useInput(action);
  const [isRaw, setRaw] = useState(false);
  const [fault, setFault] = useState('');
  const [shown, setShown] = useState<Shown>();
  const [leaving, setLeaving] = useState<string>();
  const body = { input, ...(fault !== '' && { fault }) };

  const show = async (work: () => Promise<Shown>) => {
    setShown({ isBusy: true });
    setShown(await work().catch((failed: unknown) => ({ failed })));
  };
  const planned = () => ask<Plan>(`${pathOf(action.id)}/plan`, { method: 'POST', body });
  const performed = async () => ({
    run: await ask<Run>(`${pathOf(action.id)}/run`, { method: 'POST', body }),
  });
  /** What would leave this machine is asked for first. */
  const run = () =>
    show(async () => {
      const plan = await planned();
      if (typeof plan.outsideHost !== 'string') return performed();
      setLeaving(plan.outsideHost);
      return { plan };
    });
  return (
    <div className="bench">
      <form
        className="card stack"
        aria-label="Input"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <div className="row">
          <h2>Input</h2>
          <label className="row">
            <input type="checkbox" checked={isRaw} onChange={(event) => setRaw(event.target.checked)} /> as
            JSON
          </label>
        </div>
        <Inputs {...{ action, input, isRaw, setInput }} />
        <FaultChoice {...{ faults, fault, setFault }} />
        <div className="row">
          <button type="submit" className="primary" disabled={action.isAuthentication}>
            Run
          </button>
          <button
            type="button"
            disabled={action.isAuthentication}
            onClick={(event) => {
              if (event.currentTarget.form?.reportValidity() === true)
                void show(async () => ({ plan: await planned() }));
            }}
          >
            Dry run
          </button>
          {action.isAuthentication && (
            <p className="hint">It fetches credentials for other data actions, and is not run alone.</p>
          )}
        </div>
      </form>
      <div className="card" aria-live="polite">
        <ShownResult shown={shown} />
      </div>
      {leaving !== undefined && (
        <LeavingDialog
          host={leaving}
          onClose={() => setLeaving(undefined)}
          onConfirm={() => {
            setLeaving(undefined);
            void show(performed);
          }}
        />
      )}
    </div>
  );
}

/** The last input of each data action stays in this browser, but that of a secure one (D8). */
function useInput({ id, secure }: WholeDataAction): readonly [JsonObject, (input: JsonObject) => void] {
  const name = `input.${id}`;
  const [input, setInput] = useState(() => read(secure ? undefined : kept(name)));
  const change = (changed: JsonObject) => {
    setInput(changed);
    const text = JSON.stringify(changed);
    if (!secure && text.length <= MAX_KEPT_LENGTH) keep(name, text);
  };
  return [input, change];
}

function read(text: string | undefined): JsonObject {
  try {
    const value = JSON.parse(text ?? '{}') as Json;
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function Inputs({
  action: { inputSchema },
  input,
  isRaw,
  setInput,
}: {
  readonly action: WholeDataAction;
  readonly input: JsonObject;
  readonly isRaw: boolean;
  readonly setInput: (input: JsonObject) => void;
}) {
  const hasForm = inputSchema.properties !== undefined && Object.keys(inputSchema.properties).length > 0;
  if (isRaw)
    return (
      <JsonInput
        label="Input as JSON"
        rows={12}
        value={input}
        onChange={(value) => setInput(isObject(value) ? value : {})}
      />
    );
  if (!hasForm) return <p className="muted">It takes no input.</p>;
  return <Properties schema={inputSchema} value={input} depth={0} onChange={setInput} />;
}

function FaultChoice({
  faults,
  fault,
  setFault,
}: {
  readonly faults: readonly Fault[];
  readonly fault: string;
  readonly setFault: (fault: string) => void;
}) {
  const about = faults.find(({ name }) => name === fault)?.about;
  return (
    <Field label="The receiver" hint={about ?? 'Choose a fault to see what a flow would get.'}>
      {(described) => (
        <select {...described} value={fault} onChange={(event) => setFault(event.target.value)}>
          <option value="">answers as it does</option>
          {faults.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function ShownResult({ shown }: { readonly shown: Shown }) {
  if (shown === undefined)
    return (
      <p className="muted">“Dry run” shows what would be sent. “Run” sends it and shows each operation.</p>
    );
  if ('isBusy' in shown) return <p className="muted">Under way …</p>;
  if ('failed' in shown) return <ErrorState what="It was not run." error={shown.failed} />;
  return 'plan' in shown ? <PlanResult plan={shown.plan} /> : <RunResult run={shown.run} />;
}

function LeavingDialog({
  host,
  onConfirm,
  onClose,
}: {
  readonly host: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title="This leaves this machine" onClose={onClose}>
      <div className="stack">
        <p>
          The request goes to <strong className="wrap">{host}</strong>. What it does there is real: a message
          may reach somebody, a record may change.
        </p>
        <div className="row">
          <button type="button" className="danger" onClick={onConfirm}>
            Send it to {host}
          </button>
          <button type="button" onClick={onClose}>
            Do not send
          </button>
        </div>
      </div>
    </Dialog>
  );
}
