import { type FormEvent, useState } from 'react';
import { ask, sentenceOf } from '../api/client.ts';
import type { Json } from '../api/json.ts';
import type { CallView } from '../call/call-types.ts';
import { readValue } from '../call/state-panel.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field, TextField } from '../parts/field.tsx';
import { keepCall } from './use-simulation.ts';

/** Goes on from a moment of a call in a new one, with something changed. */
export function ForkDialog({
  view,
  flows,
  onClose,
  onForked,
}: {
  readonly view: CallView;
  readonly flows: readonly string[];
  readonly onClose: () => void;
  readonly onForked: (id: string) => void;
}) {
  const [flow, setFlow] = useState('');
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const [isStepped, setStepped] = useState(false);
  const [fault, setFault] = useState<string>();
  const names = [...Object.keys(view.declared), ...Object.keys(view.participantData)];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const changes = changesOf(name, value, view);
    try {
      const call = await ask<CallView>('/attendant/simulations', {
        method: 'POST',
        body: {
          from: { callId: view.id, moment: view.moment },
          isStepped,
          ...(changes !== undefined && { changes }),
          ...(flow !== '' && { flow }),
        },
      });
      keepCall(call);
      onForked(call.id);
    } catch (thrown) {
      setFault(sentenceOf(thrown));
    }
  };
  return (
    <Dialog title={`Fork at moment ${view.moment}`} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p className="muted">
          A new call that is the same up to here. What this one sent is not sent again: its data action waits
          for your answer.
        </p>
        <TextField
          label="Change a value"
          hint="A variable or an attribute; leave it empty to press or answer something else."
          list="fork-names"
          placeholder="Flow.number"
          value={name}
          onChange={setName}
        />
        <datalist id="fork-names">
          {names.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        {name !== '' && (
          <TextField
            label="Its new value"
            hint="Empty: NOT_SET."
            dir="auto"
            value={value}
            onChange={setValue}
          />
        )}
        <Field
          label="Flow"
          hint="The caller does the same in another flow or version; the call says where it first differs."
        >
          {(described) => (
            <select {...described} value={flow} onChange={(event) => setFlow(event.target.value)}>
              <option value="">The version of this call</option>
              {flows.map((one) => (
                <option key={one} value={one}>
                  {one} as it is now
                </option>
              ))}
            </select>
          )}
        </Field>
        <label className="check">
          <input type="checkbox" checked={isStepped} onChange={(event) => setStepped(event.target.checked)} />{' '}
          Pause before each action
        </label>
        {fault !== undefined && (
          <p className="field-error" role="alert">
            {fault}
          </p>
        )}
        <div className="row">
          <button type="submit" className="primary">
            Fork
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function changesOf(
  name: string,
  value: string,
  view: CallView,
): { readonly [kind: string]: Json } | undefined {
  if (name.trim() === '') return undefined;
  const isVariable = Object.keys(view.declared).some(
    (one) => one.toLowerCase() === name.trim().toLowerCase(),
  );
  if (!isVariable) return { participantData: { [name.trim()]: value === '' ? null : value } };
  const isText = view.declared[name.trim()] === 'string';
  return { variables: { [name.trim()]: isText && value !== '' ? value : readValue(value) } };
}
