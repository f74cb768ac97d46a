import { EmptyState } from '../../parts/empty-state.tsx';
import { PageHeader } from '../../parts/page-header.tsx';

/** The consent register. */
export default function ConsentsPage() {
  return (
    <div className="page">
      <PageHeader title="Consents" />
      <EmptyState title="Nothing to see yet">List them with curl /attendant/consents.</EmptyState>
    </div>
  );
}
