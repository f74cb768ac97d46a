import { type FormEvent, useState } from 'react';
import type { Operation } from '../../../src/actions/operation.ts';
import type { Json } from '../api/json.ts';
import { Badge } from '../parts/badge.tsx';
import { Field } from '../parts/field.tsx';
import { JsonView } from '../parts/json-view.tsx';
import type { Answered, Pending } from './call-types.ts';
import { readValue } from './state-panel.tsx';

/** The answer that somebody gives in the place of a receiver. */
export type Answer =
  | { readonly outputs: { readonly [name: string]: Json } }
  | { readonly failure: { readonly status?: number; readonly errorCode?: string } }
  | { readonly fault: string }
  | { readonly perform: true }
  | { readonly timeout: true };

/** The data action that is waited for, to be answered, and the one that was answered last. */
export function DataActionPanel({
  pending,
  answered,
  faults,
  onAnswer,
}: {
  readonly pending: Pending | null;
  readonly answered: Answered | null;
  readonly faults: readonly string[];
  readonly onAnswer?: (answer: Answer) => void;
}) {
  return (
    <>
      {pending !== null && (
        <section className="values pending">
          <h3>
            Waiting for <bdi>{pending.name}</bdi>
          </h3>
          <JsonView value={pending.inputs} what="Inputs" />
          {onAnswer !== undefined && <AnswerForm key={pending.name} {...{ pending, faults, onAnswer }} />}
        </section>
      )}
      {answered !== null && <Inspected answered={answered} />}
      {pending === null && answered === null && <p className="muted">No data action has run yet.</p>}
    </>
  );
}

const WAYS = ['outputs', 'failure', 'fault', 'timeout', 'perform'] as const;
type WayOfAnswer = (typeof WAYS)[number];
const WAY_NAMES: { readonly [way in WayOfAnswer]: string } = {
  outputs: 'Succeed with outputs',
  failure: 'Fail',
  fault: 'Perform with a fault',
  timeout: 'Give no answer in time',
  perform: 'Perform it for real',
};

function AnswerForm({
  pending,
  faults,
  onAnswer,
}: {
  readonly pending: Pending;
  readonly faults: readonly string[];
  readonly onAnswer: (answer: Answer) => void;
}) {
  const [way, setWay] = useState<WayOfAnswer>('outputs');
  const [values, setValues] = useState<{ readonly [name: string]: string }>({});
  const [status, setStatus] = useState('500');
  const [fault, setFault] = useState(faults[0] ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (way === 'outputs') {
      const given = Object.entries(values).filter(([, text]) => text !== '');
      onAnswer({
        outputs: Object.fromEntries(given.map(([name, text]) => [name, typed(text, typeOf(pending, name))])),
      });
    } else if (way === 'failure') onAnswer({ failure: { status: Number(status) } });
    else if (way === 'fault') onAnswer({ fault });
    else onAnswer(way === 'timeout' ? { timeout: true } : { perform: true });
  };
  return (
    <form className="answer" onSubmit={submit}>
      <Field label="Answer">
        {(described) => (
          <select
            {...described}
            value={way}
            onChange={(event) => setWay(WAYS.find((one) => one === event.target.value) ?? 'outputs')}
          >
            {WAYS.map((one) => (
              <option key={one} value={one}>
                {WAY_NAMES[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {way === 'outputs' &&
        pending.outputs.map(({ name, type }) => (
          <Field key={name} label={name} hint={type}>
            {(described) => (
              <input
                {...described}
                dir="auto"
                value={values[name] ?? ''}
                onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      {way === 'failure' && (
        <Field label="Status">
          {(described) => (
            <input
              {...described}
              inputMode="numeric"
              pattern="[1-5][0-9][0-9]"
              required
              value={status}
              onChange={(event) => setStatus(event.target.value)}
            />
          )}
        </Field>
      )}
      {way === 'fault' && (
        <Field label="Fault">
          {(described) => (
            <select {...described} value={fault} onChange={(event) => setFault(event.target.value)}>
              {faults.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          )}
        </Field>
      )}
      <button type="submit" className="primary">
        Answer
      </button>
    </form>
  );
}

function typeOf({ outputs }: Pending, wanted: string): string {
  return outputs.find(({ name }) => name === wanted)?.type ?? 'any';
}

/** A text stays one, whatever it looks like. */
function typed(text: string, type: string): Json {
  return type === 'string' ? text : readValue(text);
}

function Inspected({ answered }: { readonly answered: Answered }) {
  const { dataAction, failure, inputs, outputs, operations = [], tookMs, moment } = answered;
  const isFailed = failure !== null;
  return (
    <section className="values">
      <h3>
        <bdi>{dataAction ?? 'Data action'}</bdi>{' '}
        <Badge tone={isFailed ? 'bad' : 'good'}>{isFailed ? 'failed' : 'succeeded'}</Badge>
      </h3>
      <p className="muted">
        Answered at moment {moment}
        {tookMs !== undefined && ` in ${tookMs} ms`}
      </p>
      <details>
        <summary>Inputs</summary>
        <JsonView value={inputs} what="Inputs" />
      </details>
      <details open={isFailed}>
        <summary>{isFailed ? 'Failure' : 'Outputs'}</summary>
        <JsonView value={isFailed ? failure : outputs} what="Answer" />
      </details>
      {operations.length > 0 && (
        <ol className="operations">
          {operations.map((operation) => (
            <OperationRow key={operation.step} operation={operation} />
          ))}
        </ol>
      )}
      {operations.length === 0 && (
        <p className="muted">Its operations were not noted: only calls that are simulated keep them.</p>
      )}
    </section>
  );
}

function OperationRow({ operation }: { readonly operation: Operation }) {
  const { name, success, result, error } = operation;
  return (
    <li>
      <details>
        <summary>
          <span aria-hidden="true">{success ? '✓' : '✕'}</span> {name}
          {!success && <span className="sr-only"> (failed)</span>}
        </summary>
        {error !== undefined && (
          <p className="field-error" dir="auto">
            {error}
          </p>
        )}
        {result !== undefined && <JsonView value={result} what="Result" />}
      </details>
    </li>
  );
}
