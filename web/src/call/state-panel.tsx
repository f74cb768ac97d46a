import { useState } from 'react';
import { isObject, type Json } from '../api/json.ts';
import type { CallView, Change } from './call-types.ts';

/** How much of a value is shown. */
const MAX_SHOWN = 300;

/** Changes a value by hand; absent where nothing can be changed. */
export type ChangeValue = (name: string, value: Json) => void;

/** What a call holds, with what this moment changed. */
export function StatePanel({
  view,
  onVariable,
  onData,
}: {
  readonly view: CallView;
  readonly onVariable?: ChangeValue;
  readonly onData?: ChangeValue;
}) {
  const declared = Object.keys(view.declared);
  const flow = named(view.variables, declared, 'Flow.');
  const task = Object.entries({
    ...Object.fromEntries(declared.filter((name) => !name.startsWith('Flow.')).map((name) => [name, null])),
    ...view.taskVariables,
  });
  const data = Object.entries(view.participantData);
  return (
    <>
      <Values
        title="Flow variables"
        values={flow}
        changes={view.changes.variables}
        {...(onVariable && { onChange: onVariable })}
      />
      <Values
        title={`Variables of ${view.frames.at(-1)?.task ?? 'the task'}`}
        values={task}
        changes={view.changes.variables}
        {...(onVariable && { onChange: onVariable })}
      />
      <Values
        title="Participant data"
        values={data}
        changes={view.changes.participantData}
        {...(onData && { onChange: onData, canAdd: true })}
      />
      {view.frames.length > 1 && (
        <section className="values">
          <h3>Called from</h3>
          <ol className="frames">
            {view.frames.map((frame, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a task can call itself, its place is what it is
              <li key={index}>
                <bdi>{frame.task}</bdi>
                {frame.isFlow && <span className="muted"> (another flow)</span>}
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

function named(values: { readonly [name: string]: Json }, declared: readonly string[], prefix: string) {
  const absent = declared.filter((name) => name.startsWith(prefix)).map((name) => [name, null]);
  return Object.entries({ ...Object.fromEntries(absent), ...values } as { readonly [name: string]: Json });
}

function Values({
  title,
  values,
  changes,
  onChange,
  canAdd = false,
}: {
  readonly title: string;
  readonly values: readonly (readonly [string, Json])[];
  readonly changes: readonly Change[];
  readonly onChange?: ChangeValue;
  readonly canAdd?: boolean;
}) {
  return (
    <section className="values">
      <h3>{title}</h3>
      {values.length === 0 && <p className="muted">None</p>}
      <dl>
        {values.map(([name, value]) => (
          <Value
            key={name}
            name={name}
            value={value}
            change={changes.find((one) => one.name === name)}
            {...(onChange && { onChange })}
          />
        ))}
      </dl>
      {canAdd && onChange !== undefined && <AddValue onAdd={onChange} />}
    </section>
  );
}

function Value({
  name,
  value,
  change,
  onChange,
}: {
  readonly name: string;
  readonly value: Json;
  readonly change: Change | undefined;
  readonly onChange?: ChangeValue;
}) {
  const [text, setText] = useState<string>();
  const save = () => {
    if (text !== undefined && text !== shown(value)) onChange?.(name, readValue(text));
    setText(undefined);
  };
  return (
    <div className={`value ${change === undefined ? '' : 'changed'}`}>
      <dt>
        <bdi>{name}</bdi>
      </dt>
      <dd dir="auto">
        {change !== undefined && (
          <span className="was">
            <span className="sr-only">was </span>
            <s>{brief(change.was)}</s> →{' '}
          </span>
        )}
        {text === undefined ? (
          onChange === undefined ? (
            <span className={value === null ? 'muted' : ''}>{brief(value)}</span>
          ) : (
            <button
              type="button"
              className="edit"
              onClick={() => setText(value === null ? '' : shown(value))}
              aria-label={`Change ${name}, now ${brief(value)}`}
            >
              {brief(value)}
            </button>
          )
        ) : (
          <input
            // biome-ignore lint/a11y/noAutofocus: it stands where the button was that was pressed
            autoFocus
            aria-label={name}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onBlur={save}
            onKeyDown={(event) => {
              if (event.key === 'Enter') save();
              if (event.key === 'Escape') setText(undefined);
            }}
          />
        )}
      </dd>
    </div>
  );
}

function AddValue({ onAdd }: { readonly onAdd: ChangeValue }) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  return (
    <form
      className="add"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        onAdd(name.trim(), value);
        setName('');
        setValue('');
      }}
    >
      <input
        aria-label="New attribute"
        placeholder="attribute"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <input
        aria-label="Its value"
        placeholder="value"
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <button type="submit" className="small">
        Set
      </button>
    </form>
  );
}

/** A value as it is read and typed: NOT_SET for null, texts without quotes. */
export function shown(value: Json): string {
  if (value === null) return 'NOT_SET';
  if (typeof value === 'string') return value;
  if (isObject(value) && typeof value['e164'] === 'string') return value['e164'];
  return JSON.stringify(value);
}

/** Long values end early: their end is seen where they are changed. */
function brief(value: Json): string {
  const text = shown(value);
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`;
}

/** What was typed: JSON where it is some, else a text; nothing, or NOT_SET, makes it NOT_SET. */
export function readValue(text: string): Json {
  if (text === '' || text === 'NOT_SET') return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
