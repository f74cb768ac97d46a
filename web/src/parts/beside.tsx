import type { ReactNode } from 'react';

/** What is open beside a list. The focus goes to its name when another one is opened; on a phone it stands alone. */
export function Beside({
  label,
  title,
  opened,
  closeHref,
  children,
}: {
  /** For screen readers, such as `Open message`. */
  readonly label: string;
  readonly title: ReactNode;
  /** What is open, by its id. */
  readonly opened: string;
  readonly closeHref: string;
  readonly children: ReactNode;
}) {
  return (
    <section className="card beside stack" aria-label={label}>
      <div className="dialog-head">
        <h2 key={opened} ref={takeFocus} tabIndex={-1} dir="auto">
          {title}
        </h2>
        <a className="button" href={closeHref}>
          Close
        </a>
      </div>
      {children}
    </section>
  );
}

function takeFocus(head: HTMLElement | null): void {
  head?.focus({ preventScroll: true });
}
