import { EmptyState } from '../../parts/empty-state.tsx';
import { PageHeader } from '../../parts/page-header.tsx';

/** Campaigns and how far they are. */
export default function CampaignsPage() {
  return (
    <div className="page">
      <PageHeader title="Campaigns" />
      <EmptyState title="Nothing to see yet">List them with attendant campaign status.</EmptyState>
    </div>
  );
}
