import { type FormEvent, useState } from 'react';
import { ask, sentenceOf } from '../api/client.ts';
import { usePoll } from '../api/use-poll.ts';
import type { CallView } from '../call/call-types.ts';
import { readValue } from '../call/state-panel.tsx';
import { ErrorState } from '../parts/error-state.tsx';
import { Field, TextField } from '../parts/field.tsx';
import { RowsSkeleton } from '../parts/rows-skeleton.tsx';
import { keep, kept } from '../storage.ts';
import { keepCall } from './use-simulation.ts';

/** A flow as `GET /attendant/flows` lists it. */
export interface FlowEntry {
  readonly name: string;
  readonly type: string;
  readonly languages: readonly string[];
  readonly inputs: readonly { readonly name: string; readonly type: string }[];
}

/** What is known of simulations as a whole. */
export interface SimulationsInfo {
  readonly faults: readonly string[];
  readonly dataActionsGoOutside: boolean;
}

const NUMBER = '+13175550123';
/** Flows in which no customer takes part. */
const HAS_NOBODY = /^(workflow|surveyInvite|workitem|commonModule)$/;
const IS_WRITTEN = /^(inboundMessage|inboundChat|inboundEmail|digitalBot)/;

/** Begins a call. */
export function StartForm({
  info,
  onBegun,
}: {
  readonly info: SimulationsInfo | undefined;
  readonly onBegun: (id: string) => void;
}) {
  const { data, error, refresh } = usePoll<{ readonly entities: readonly FlowEntry[] }>('/attendant/flows');
  if (error !== undefined)
    return <ErrorState what="The flows could not be read." error={error} retry={refresh} />;
  if (data === undefined) return <RowsSkeleton rows={4} />;
  if (data.entities.length === 0)
    return (
      <div className="empty">
        <h2>There are no flows</h2>
        <p>Put a *.flow.json file into the folder that attendant serve reads, and start it again.</p>
      </div>
    );
  return <Form flows={data.entities} info={info} onBegun={onBegun} />;
}

function Form({
  flows,
  info,
  onBegun,
}: {
  readonly flows: readonly FlowEntry[];
  readonly info: SimulationsInfo | undefined;
  readonly onBegun: (id: string) => void;
}) {
  const [name, setName] = useState(() => kept('simulator.flow') ?? firstOf(flows)?.name ?? '');
  const flow = flows.find((one) => one.name === name) ?? firstOf(flows);
  const [from, setFrom] = useState(kept('simulator.from') ?? NUMBER);
  const [language, setLanguage] = useState('');
  const [message, setMessage] = useState('Hello');
  const [at, setAt] = useState('');
  const [isStepped, setStepped] = useState(false);
  const [dataActions, setDataActions] = useState('');
  const [inputs, setInputs] = useState<{ readonly [name: string]: string }>({});
  const [fault, setFault] = useState<string>();
  const isWritten = flow !== undefined && IS_WRITTEN.test(flow.type);
  const hasCaller = flow !== undefined && !HAS_NOBODY.test(flow.type);
  const begin = async (event: FormEvent) => {
    event.preventDefault();
    if (flow === undefined) return;
    const given = flow.inputs.flatMap((input) => {
      const text = inputs[input.name] ?? '';
      return text === '' ? [] : [[input.name, input.type === 'string' ? text : readValue(text)]];
    });
    try {
      const call = await ask<CallView>('/attendant/simulations', {
        method: 'POST',
        body: {
          flow: flow.name,
          isStepped,
          ...(hasCaller && flow.type !== 'inboundChat' && from !== '' && { from }),
          ...(flow.type === 'inboundMessage' || flow.type === 'digitalBot' ? { message } : {}),
          ...(flow.type === 'inboundEmail' && { email: { subject: message, body: message } }),
          ...(language !== '' && flow.languages.includes(language) && { language }),
          ...(at !== '' && { at: new Date(at).toISOString() }),
          ...(dataActions !== '' && { dataActions }),
          ...(given.length > 0 && { inputs: Object.fromEntries(given) }),
        },
      });
      keep('simulator.flow', flow.name);
      keep('simulator.from', from);
      keepCall(call);
      onBegun(call.id);
    } catch (thrown) {
      setFault(sentenceOf(thrown));
    }
  };
  return (
    <form className="start card" onSubmit={begin}>
      <Field label="Flow">
        {(described) => (
          <select {...described} value={flow?.name} onChange={(event) => setName(event.target.value)}>
            {flows.map((one) => (
              <option key={one.name} value={one.name}>
                {one.name} ({one.type})
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="start-row">
        {hasCaller && (
          <TextField
            label={isWritten ? 'From' : "Caller's number"}
            type="tel"
            value={from}
            onChange={setFrom}
          />
        )}
        {flow !== undefined && flow.languages.length > 1 && (
          <Field label="Language">
            {(described) => (
              <select {...described} value={language} onChange={(event) => setLanguage(event.target.value)}>
                <option value="">The flow's first</option>
                {flow.languages.map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </select>
            )}
          </Field>
        )}
        <TextField label="The call's time" type="datetime-local" step={1} value={at} onChange={setAt} />
      </div>
      {isWritten && <TextField label="First message" dir="auto" value={message} onChange={setMessage} />}
      {flow?.inputs.map((input) => (
        <TextField
          key={input.name}
          label={input.name}
          hint={input.type}
          dir="auto"
          value={inputs[input.name] ?? ''}
          onChange={(value) => setInputs({ ...inputs, [input.name]: value })}
        />
      ))}
      <Field
        label="Data actions"
        hint={
          info?.dataActionsGoOutside === true
            ? 'Here they reach receivers outside of this machine: real messages may be sent.'
            : 'They reach the platform on this machine only.'
        }
      >
        {(described) => (
          <select {...described} value={dataActions} onChange={(event) => setDataActions(event.target.value)}>
            <option value="">
              {info?.dataActionsGoOutside === true
                ? 'I answer each by hand (default)'
                : 'Perform them (default)'}
            </option>
            <option value="perform">Perform them</option>
            <option value="ask">I answer each by hand</option>
          </select>
        )}
      </Field>
      <label className="check">
        <input type="checkbox" checked={isStepped} onChange={(event) => setStepped(event.target.checked)} />{' '}
        Pause before the first action
      </label>
      {fault !== undefined && (
        <p className="field-error" role="alert" dir="auto">
          {fault}
        </p>
      )}
      <div className="row">
        <button type="submit" className="primary">
          {hasCaller && !isWritten ? 'Call' : 'Begin'}
        </button>
      </div>
    </form>
  );
}

/** A flow that takes calls, where there is one. */
function firstOf(flows: readonly FlowEntry[]): FlowEntry | undefined {
  return flows.find(({ type }) => type === 'inboundCall') ?? flows[0];
}
