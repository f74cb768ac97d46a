import type { PageProps } from '../pages.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { PageHeader } from '../parts/page-header.tsx';

/** One call, live or past. */
export default function CallPage({ route }: PageProps) {
  return (
    <div className="page">
      <PageHeader title={`Call ${route.rest[0]}`} />
      <EmptyState title="Read it by its address">
        <pre>{`curl ${location.origin}/attendant/calls/${route.rest[0]}/transcript`}</pre>
      </EmptyState>
    </div>
  );
}
