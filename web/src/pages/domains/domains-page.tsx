import { EmptyState } from '../../parts/empty-state.tsx';
import { PageHeader } from '../../parts/page-header.tsx';

/** Domains that e-mail comes from. */
export default function DomainsPage() {
  return (
    <div className="page">
      <PageHeader title="Domains" />
      <EmptyState title="Nothing to see yet">List them with attendant domain list.</EmptyState>
    </div>
  );
}
