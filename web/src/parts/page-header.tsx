import type { ReactNode } from 'react';

/** The head of a page: its name, one sentence, and what can be done. */
export function PageHeader({
  title,
  about,
  children,
}: {
  readonly title: ReactNode;
  readonly about?: ReactNode;
  /** Buttons. */
  readonly children?: ReactNode;
}) {
  return (
    <div className="page-header">
      <div>
        <h1 dir="auto">{title}</h1>
        {about !== undefined && <p className="muted">{about}</p>}
      </div>
      {children !== undefined && <div className="row">{children}</div>}
    </div>
  );
}
