import { type ReactNode, useState } from 'react';
import { sentenceOf } from '../api/client.ts';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';

/** A field of a small form, by the name it is sent under. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly isRequired?: boolean;
  readonly value?: string;
  readonly type?: 'text' | 'datetime-local';
  readonly choices?: { readonly [value: string]: string };
}

/** A small form in a dialog. It stays open, with the server's sentence, when what it does fails. */
export function FormDialog({
  title,
  fields,
  action,
  isDangerous = false,
  onSubmit,
  onClose,
  children,
}: {
  readonly title: string;
  readonly fields: readonly FormField[];
  /** What the button says. */
  readonly action: string;
  readonly isDangerous?: boolean;
  readonly onSubmit: (values: { readonly [name: string]: string }) => Promise<void>;
  readonly onClose: () => void;
  /** Above the fields. */
  readonly children?: ReactNode;
}) {
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (form: FormData) => {
    setBusy(true);
    const values = Object.fromEntries(fields.map(({ name }) => [name, String(form.get(name) ?? '').trim()]));
    try {
      await onSubmit(values);
      onClose();
    } catch (fault) {
      setError(sentenceOf(fault));
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(new FormData(event.currentTarget));
        }}
      >
        {children}
        {fields.map((field) => (
          <Field
            key={field.name}
            label={field.label}
            hint={field.hint}
            isRequired={field.isRequired === true}
          >
            {(described) => <Input described={described} field={field} />}
          </Field>
        ))}
        {error !== undefined && (
          <p className="fault" role="alert" dir="auto">
            {error}
          </p>
        )}
        <div className="row">
          <button type="submit" className={isDangerous ? 'danger' : 'primary'} disabled={isBusy}>
            {action}
          </button>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Input({
  described,
  field: { name, value = '', type = 'text', isRequired = false, choices },
}: {
  readonly described: object;
  readonly field: FormField;
}) {
  if (choices === undefined)
    return (
      <input {...described} name={name} type={type} defaultValue={value} required={isRequired} dir="auto" />
    );
  return (
    <select {...described} name={name} defaultValue={value} required={isRequired}>
      {Object.entries(choices).map(([choice, text]) => (
        <option key={choice} value={choice}>
          {text}
        </option>
      ))}
    </select>
  );
}
