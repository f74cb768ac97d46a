import { EmptyState } from '../../parts/empty-state.tsx';
import { PageHeader } from '../../parts/page-header.tsx';

/** Calls, live and past. */
export default function CallsPage() {
  return (
    <div className="page">
      <PageHeader title="Calls" />
      <EmptyState title="Nothing to see yet">List calls with curl /attendant/calls.</EmptyState>
    </div>
  );
}
