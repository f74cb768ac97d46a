import { Dialog } from '../parts/dialog.tsx';

const SHORTCUTS: readonly (readonly [keys: string, what: string])[] = [
  ['0–9 * #', 'Press a key of the phone'],
  ['S', 'Say or write something'],
  ['N', 'Next event: keep silent until something happens'],
  ['H', 'Hang up'],
  ['B', 'Barge in, or hear prompts to their end'],
  ['F8 or R', 'Run'],
  ['F9 or P', 'Pause, or step to the next action'],
  ['F10 or O', 'Step over a task'],
  ['← →', 'One moment back, one forth'],
  ['Home End', 'The first moment, the last'],
  ['F', 'Fork here'],
  ['?', 'This help'],
];

/** The keys. */
export function HelpDialog({
  hasKeys,
  onKeys,
  onClose,
}: {
  readonly hasKeys: boolean;
  readonly onKeys: (hasKeys: boolean) => void;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="facts shortcuts">
        {SHORTCUTS.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">They work wherever you are not typing.</p>
      <label className="check">
        <input type="checkbox" checked={hasKeys} onChange={(event) => onKeys(event.target.checked)} /> Use
        these keys
      </label>
    </Dialog>
  );
}
