import type { Campaign } from './campaign.ts';

/** How far a campaign is, as a bar and in words. */
export function ProgressBar({ campaign: { name, progress } }: { readonly campaign: Campaign }) {
  if (progress === undefined) return <span className="muted">its contact list is gone</span>;
  const { total, messaged, skipped, percentage } = progress;
  return (
    <div className="progress">
      <progress value={percentage} max={100} aria-label={`Progress of ${name}`} />
      <span>
        {percentage} %
        <span className="muted">
          {' '}
          · {count(messaged + skipped)} of {count(total)}
        </span>
      </span>
    </div>
  );
}

/** A number as people read it. */
export function count(number: number): string {
  return number.toLocaleString();
}
