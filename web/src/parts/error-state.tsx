import { sentenceOf } from '../api/client.ts';

/** Says what failed, and tries again. */
export function ErrorState({
  what,
  error,
  retry,
}: {
  /** Such as `The outbox could not be read.` */
  readonly what: string;
  readonly error: unknown;
  readonly retry?: () => void;
}) {
  return (
    <div className="fault" role="alert">
      <p>
        <strong>{what}</strong> <span dir="auto">{sentenceOf(error)}</span>
      </p>
      {retry !== undefined && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
