import { useEffect, useRef, useState } from 'react';
import type { Json } from '../../api/json.ts';
import { Field } from '../../parts/field.tsx';

/** A value written as JSON. What cannot be read is told, and the last value that could be read stays. */
export function JsonInput({
  label,
  hint,
  isRequired = false,
  value,
  rows = 4,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly isRequired?: boolean;
  readonly value: Json | undefined;
  readonly rows?: number;
  readonly onChange: (value: Json | undefined) => void;
}) {
  const [text, setText] = useState(() => (value === undefined ? '' : JSON.stringify(value, undefined, 2)));
  const [error, setError] = useState<string>();
  const area = useRef<HTMLTextAreaElement>(null);
  // A form with something that is not JSON is not sent.
  useEffect(() => area.current?.setCustomValidity(error ?? ''), [error]);
  const change = (written: string) => {
    setText(written);
    if (written.trim() === '') {
      setError(undefined);
      onChange(undefined);
      return;
    }
    try {
      onChange(JSON.parse(written) as Json);
      setError(undefined);
    } catch (fault) {
      setError(`This is not JSON yet: ${fault instanceof Error ? fault.message : ''}`);
    }
  };
  return (
    <Field label={label} hint={hint} error={error} isRequired={isRequired}>
      {(described) => (
        <textarea
          {...described}
          ref={area}
          className="mono"
          rows={rows}
          spellCheck={false}
          value={text}
          dir="ltr"
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  );
}
