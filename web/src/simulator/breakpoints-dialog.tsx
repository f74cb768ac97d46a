import { type FormEvent, useState } from 'react';
import type { Breakpoint, CallView } from '../call/call-types.ts';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';

/** All breakpoints, with their conditions. */
export function BreakpointsDialog({
  view,
  onSave,
  onClose,
}: {
  readonly view: CallView;
  /** @returns why they cannot be used */
  readonly onSave: (breakpoints: readonly Breakpoint[]) => Promise<string | undefined>;
  readonly onClose: () => void;
}) {
  const [breakpoints, setBreakpoints] = useState<readonly Breakpoint[]>(view.simulation?.breakpoints ?? []);
  const [at, setAt] = useState('');
  const [condition, setCondition] = useState('');
  const [fault, setFault] = useState<string>();
  const save = async (next: readonly Breakpoint[]) => {
    const refused = await onSave(next);
    setFault(refused);
    if (refused !== undefined) return false;
    setBreakpoints(next);
    return true;
  };
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (at.trim() === '' && condition.trim() === '') return;
    const one = {
      ...(at.trim() !== '' && { at: at.trim() }),
      ...(condition.trim() !== '' && { condition: condition.trim() }),
    };
    if (!(await save([...breakpoints, one]))) return;
    setAt('');
    setCondition('');
  };
  return (
    <Dialog title="Breakpoints" onClose={onClose}>
      <div className="stack">
        {breakpoints.length === 0 && (
          <p className="muted">None yet: the call pauses only where it is stepped to.</p>
        )}
        <ul className="breakpoints">
          {breakpoints.map((one, index) => (
            <li key={`${one.at} ${one.condition}`}>
              <span>
                <code>{one.at ?? 'any action'}</code>
                {one.condition !== undefined && (
                  <>
                    {' '}
                    when <code>{one.condition}</code>
                  </>
                )}
              </span>
              <button
                type="button"
                className="small"
                onClick={() => save(breakpoints.filter((_, other) => other !== index))}
                aria-label={`Remove the breakpoint on ${one.at ?? 'any action'}`}
              >
                Remove
              </button>
            </li>
          ))}
        </ul>
        <form className="stack" onSubmit={add}>
          <TextField
            label="Action"
            hint="Its id, or task:name or menu:name; empty: any action."
            placeholder="task:confirmNumber"
            value={at}
            onChange={setAt}
          />
          <TextField
            label="Condition"
            hint="An Architect expression; empty: always."
            placeholder="Flow.count > 2"
            value={condition}
            onChange={setCondition}
          />
          {fault !== undefined && (
            <p className="field-error" role="alert" dir="auto">
              {fault}
            </p>
          )}
          <div className="row">
            <button type="submit" className="primary">
              Add
            </button>
          </div>
        </form>
      </div>
    </Dialog>
  );
}
