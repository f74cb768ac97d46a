import type { Operation } from '../../../../src/actions/operation.ts';
import type { Json } from '../../api/json.ts';
import { Badge } from '../../parts/badge.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { JsonView } from '../../parts/json-view.tsx';
import type { Plan, Run } from './data-action.ts';

/** What a run would send. */
export function PlanResult({ plan }: { readonly plan: Plan }) {
  const { request, outsideHost, error, operations } = plan;
  return (
    <section className="stack" aria-label="Dry run">
      <div className="row">
        <h2>Dry run</h2>
        <Badge tone={error === undefined ? 'good' : 'bad'}>
          {error === undefined ? 'would be sent' : 'would not be sent'}
        </Badge>
      </div>
      {error !== undefined && <p className="fault">{error.message}</p>}
      {typeof outsideHost === 'string' && (
        <p className="note">
          A run leaves this machine: the request goes to <strong>{outsideHost}</strong>.
        </p>
      )}
      {request !== undefined && <Request request={request} />}
      <Operations operations={operations} />
    </section>
  );
}

function Request({
  request: { method, url, headers, body },
}: {
  readonly request: NonNullable<Plan['request']>;
}) {
  const text = [
    `${method} ${url}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === null ? [] : ['', body]),
  ].join('\n');
  return (
    <div className="request">
      <CopyButton text={text} what="request" />
      <pre dir="ltr">{text}</pre>
    </div>
  );
}

/** How a run went: what came out, then each operation with its time. */
export function RunResult({ run }: { readonly run: Run }) {
  const { success, finalResult, error, operations } = run;
  return (
    <section className="stack" aria-label="Result">
      <div className="row">
        <h2>Result</h2>
        <Badge tone={success ? 'good' : 'bad'}>{success ? 'success' : 'failed'}</Badge>
        <span className="muted">{totalOf(operations)} ms</span>
      </div>
      {error !== undefined && (
        <p className="fault" dir="auto">
          {error.message}
        </p>
      )}
      {finalResult !== undefined && <JsonView value={finalResult} what="final result" />}
      {success && finalResult === undefined && (
        <p className="muted">The data action is secure: its values are not shown.</p>
      )}
      <Operations operations={operations} />
    </section>
  );
}

function totalOf(operations: readonly Operation[]): number {
  return operations.reduce((sum, { milliseconds = 0 }) => sum + milliseconds, 0);
}

function Operations({ operations }: { readonly operations: readonly Operation[] }) {
  return (
    <>
      <h3>Operations</h3>
      <ol className="operations">
        {operations.map((operation) => (
          <li key={operation.step}>
            <details open={!operation.success}>
              <summary>
                <Badge tone={operation.success ? 'good' : 'bad'}>
                  {operation.success ? 'done' : 'failed'}
                </Badge>{' '}
                {operation.name}
                {operation.milliseconds !== undefined && (
                  <span className="muted"> {operation.milliseconds} ms</span>
                )}
              </summary>
              <OperationDetails operation={operation} />
            </details>
          </li>
        ))}
      </ol>
    </>
  );
}

function OperationDetails({ operation: { result, error, notes = [] } }: { readonly operation: Operation }) {
  return (
    <div className="stack">
      {error !== undefined && (
        <p className="fault" dir="auto">
          {error}
        </p>
      )}
      {notes.map(({ about, message, hint }) => (
        <p key={`${about} ${message}`} className="note" dir="auto">
          <code>{about}</code>: {message}.{hint !== undefined && ` ${hint}.`}
        </p>
      ))}
      {result !== undefined && <JsonView value={shownResult(result)} what="intermediate result" />}
      {result === undefined && error === undefined && <p className="muted">Nothing to show.</p>}
    </div>
  );
}

/** A body that is JSON is easier to read as JSON. */
function shownResult(result: Json): Json {
  if (typeof result !== 'string' || !/^\s*[[{]/.test(result)) return result;
  try {
    return JSON.parse(result) as Json;
  } catch {
    return result;
  }
}
