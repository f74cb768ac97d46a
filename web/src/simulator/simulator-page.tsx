import { EmptyState } from '../parts/empty-state.tsx';
import { PageHeader } from '../parts/page-header.tsx';

/** Holds a call as its caller. */
export default function SimulatorPage() {
  return (
    <div className="page">
      <PageHeader title="Simulator" />
      <EmptyState title="Nothing to see yet">Play a call with attendant simulate.</EmptyState>
    </div>
  );
}
