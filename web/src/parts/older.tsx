/** Reads older rows of a list; nothing where there are none. */
export function Older({
  what,
  older,
}: {
  /** Such as `calls`. */
  readonly what: string;
  readonly older: (() => void) | undefined;
}) {
  if (older === undefined) return null;
  return (
    <div className="row">
      <button type="button" onClick={older}>
        Show older {what}
      </button>
    </div>
  );
}
