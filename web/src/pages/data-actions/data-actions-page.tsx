import { EmptyState } from '../../parts/empty-state.tsx';
import { PageHeader } from '../../parts/page-header.tsx';

/** The data-action workbench. */
export default function DataActionsPage() {
  return (
    <div className="page">
      <PageHeader title="Data actions" />
      <EmptyState title="Nothing to see yet">Test one with attendant action test.</EmptyState>
    </div>
  );
}
