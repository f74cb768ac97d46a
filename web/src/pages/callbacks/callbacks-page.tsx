import { EmptyState } from '../../parts/empty-state.tsx';
import { PageHeader } from '../../parts/page-header.tsx';

/** Callbacks on a calendar. */
export default function CallbacksPage() {
  return (
    <div className="page">
      <PageHeader title="Callbacks" />
      <EmptyState title="Nothing to see yet">Read them over /api/v2/conversations/callbacks.</EmptyState>
    </div>
  );
}
