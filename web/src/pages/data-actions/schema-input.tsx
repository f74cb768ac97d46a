import { type ReactNode, useRef } from 'react';
import { isObject, type Json, type JsonObject } from '../../api/json.ts';
import { Field } from '../../parts/field.tsx';
import type { Schema } from './data-action.ts';
import { JsonInput } from './json-input.tsx';

/** How deep forms go; what lies deeper is written as JSON. */
const DEEPEST = 6;
/** From how many characters on a text gets several lines. */
const LONG_TEXT = 200;

interface InputProps {
  readonly name: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
  readonly value: Json | undefined;
  readonly depth: number;
  /** Undefined: it is left out. */
  readonly onChange: (value: Json | undefined) => void;
}

/** The input for a value of a contract, by its schema. */
export function SchemaInput(props: InputProps) {
  const { schema, name, isRequired, value, depth, onChange } = props;
  const type = typeof schema.type === 'string' ? schema.type : undefined;
  if (schema.enum !== undefined) return <Choice {...props} choices={schema.enum} />;
  if (type === 'boolean') return <Choice {...props} choices={[true, false]} />;
  if (type === 'string') return <TextInput {...props} />;
  if (type === 'integer' || type === 'number') return <NumberInput {...props} />;
  if (type === 'object' && schema.properties !== undefined && depth < DEEPEST) return <Members {...props} />;
  if (type === 'array' && schema.items !== undefined && depth < DEEPEST) return <Items {...props} />;
  return (
    <JsonInput label={`${name} (JSON)`} hint={schema.description} {...{ isRequired, value, onChange }} />
  );
}

/** The inputs of an object's members; a member without a value is left out. */
export function Properties({
  schema: { properties = {}, required = [] },
  value,
  depth,
  onChange,
}: {
  readonly schema: Schema;
  readonly value: JsonObject;
  readonly depth: number;
  readonly onChange: (value: JsonObject) => void;
}) {
  return Object.entries(properties).map(([name, schema]) => (
    <SchemaInput
      key={name}
      {...{ name, schema, depth }}
      isRequired={required.includes(name)}
      value={Object.hasOwn(value, name) ? value[name] : undefined}
      onChange={(changed) => {
        const { [name]: _, ...others } = value;
        onChange(changed === undefined ? others : { ...others, [name]: changed });
      }}
    />
  ));
}

/** Around the inputs of an object or a list. */
function Group({
  name,
  schema,
  isRequired,
  children,
}: Pick<InputProps, 'name' | 'schema' | 'isRequired'> & { readonly children: ReactNode }) {
  return (
    <fieldset>
      <legend dir="auto">
        {name}
        {isRequired && <span className="required"> (required)</span>}
      </legend>
      {schema.description !== undefined && <p className="hint">{schema.description}</p>}
      {children}
    </fieldset>
  );
}

function Members({ name, schema, isRequired, value, depth, onChange }: InputProps) {
  return (
    <Group {...{ name, schema, isRequired }}>
      <Properties
        schema={schema}
        depth={depth + 1}
        value={isObject(value) ? value : {}}
        onChange={(changed) =>
          onChange(Object.keys(changed).length === 0 && !isRequired ? undefined : changed)
        }
      />
    </Group>
  );
}

function Items({ name, schema, isRequired, value, depth, onChange }: InputProps) {
  const items: readonly Json[] = Array.isArray(value) ? value : [];
  const put = (changed: readonly Json[]) =>
    onChange(changed.length === 0 && !isRequired ? undefined : changed);
  const { keys, forget } = useItemKeys(items.length);
  return (
    <Group {...{ name, schema, isRequired }}>
      {items.map((item, index) => (
        <div key={keys[index]} className="item">
          <SchemaInput
            name={`${name} ${index + 1}`}
            schema={schema.items ?? {}}
            isRequired
            value={item}
            depth={depth + 1}
            onChange={(changed) => put(items.with(index, changed ?? null))}
          />
          <button
            type="button"
            className="small"
            aria-label={`Remove ${name} ${index + 1}`}
            onClick={() => {
              forget(index);
              put(items.toSpliced(index, 1));
            }}
          >
            ✕
          </button>
        </div>
      ))}
      <button type="button" className="small add" onClick={() => put([...items, emptyOf(schema.items)])}>
        Add to {name}
      </button>
    </Group>
  );
}

/** A name for each item, which goes with it: what is half written stays with its own item when another one goes. */
function useItemKeys(count: number) {
  const keys = useRef<number[]>([]);
  const next = useRef(0);
  while (keys.current.length < count) keys.current.push(next.current++);
  keys.current.length = count;
  return { keys: keys.current, forget: (index: number) => void keys.current.splice(index, 1) };
}

function emptyOf(schema: Schema | undefined): Json {
  switch (schema?.type) {
    case 'object':
      return {};
    case 'array':
      return [];
    case 'string':
      return '';
    default:
      return null;
  }
}

function Choice({
  name,
  schema,
  isRequired,
  value,
  choices,
  onChange,
}: InputProps & { readonly choices: readonly Json[] }) {
  const chosen = choices.findIndex((choice) => JSON.stringify(choice) === JSON.stringify(value));
  return (
    <Field label={name} hint={schema.description} isRequired={isRequired}>
      {(described) => (
        <select
          {...described}
          value={chosen}
          onChange={(event) => onChange(choices[Number(event.target.value)])}
        >
          <option value={-1}>not given</option>
          {choices.map((choice, index) => (
            <option key={JSON.stringify(choice)} value={index}>
              {typeof choice === 'string' ? choice : JSON.stringify(choice)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function TextInput({ name, schema, isRequired, value, onChange }: InputProps) {
  const text = typeof value === 'string' ? value : '';
  const change = (written: string) => onChange(written === '' && !isRequired ? undefined : written);
  const isLong = (schema.maxLength ?? 0) > LONG_TEXT || text.includes('\n');
  return (
    <Field label={name} hint={schema.description} isRequired={isRequired}>
      {(described) =>
        isLong ? (
          <textarea
            {...described}
            rows={3}
            value={text}
            dir="auto"
            onChange={(event) => change(event.target.value)}
          />
        ) : (
          <input {...described} value={text} dir="auto" onChange={(event) => change(event.target.value)} />
        )
      }
    </Field>
  );
}

/** What is no number is kept as it is written, so that the contract says what is wrong with it. */
function NumberInput({ name, schema, isRequired, value, onChange }: InputProps) {
  const change = (written: string) => {
    const number = Number(written);
    if (written.trim() === '') onChange(undefined);
    else onChange(Number.isNaN(number) || String(number) !== written ? written : number);
  };
  return (
    <Field label={name} hint={schema.description} isRequired={isRequired}>
      {(described) => (
        <input
          {...described}
          inputMode="decimal"
          value={value === undefined || value === null ? '' : String(value)}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  );
}
