import { type ReactNode, useId } from 'react';

/** What an input is given to belong to its label, hint and error. */
export interface Described {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

/** A labelled input with a hint and an error. The input itself is drawn by the caller. */
export function Field({
  label,
  hint,
  error,
  isRequired = false,
  isWide = false,
  children,
}: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly isRequired?: boolean;
  readonly isWide?: boolean;
  readonly children: (described: Described) => ReactNode;
}) {
  const id = useId();
  const notes = [hint === undefined ? [] : [`${id}-hint`], error === undefined ? [] : [`${id}-error`]].flat();
  return (
    <div className={isWide ? 'field wide' : 'field'}>
      <label htmlFor={id} dir="auto">
        {label}
        {isRequired && <span className="required"> (required)</span>}
      </label>
      {children({
        id,
        ...(notes.length > 0 && { 'aria-describedby': notes.join(' ') }),
        ...(error !== undefined && { 'aria-invalid': true }),
      })}
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`} dir="auto">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

/** A labelled line of text. */
export function TextField({
  label,
  hint,
  value,
  onChange,
  ...input
}: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'tel' | 'datetime-local';
  readonly step?: number;
  readonly placeholder?: string;
  readonly dir?: 'auto';
  /** The id of a list of proposals. */
  readonly list?: string;
}) {
  return (
    <Field label={label} hint={hint}>
      {(described) => (
        <input {...described} {...input} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}
