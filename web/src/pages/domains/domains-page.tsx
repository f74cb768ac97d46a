import { useState } from 'react';
import { ask, withQuery } from '../../api/client.ts';
import { useList } from '../../api/use-list.ts';
import type { PageProps } from '../../pages.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ErrorState } from '../../parts/error-state.tsx';
import { type Filter, Filters, isFiltered } from '../../parts/filters.tsx';
import { FormDialog, type FormField } from '../../parts/form-dialog.tsx';
import { PageHeader } from '../../parts/page-header.tsx';
import { RowsSkeleton } from '../../parts/rows-skeleton.tsx';
import { DOMAINS_PATH, type Domain } from './domain.ts';
import './domains.css';
import { DomainCard } from './domain-card.tsx';

const MOST = 100;
const FILTERS: readonly Filter[] = [{ name: 'filter', label: 'Search', placeholder: 'part of a name' }];
const NEW_DOMAIN: readonly FormField[] = [
  {
    name: 'id',
    label: 'Domain',
    hint: 'A domain of yours that e-mail comes from, such as mail.example.com',
    isRequired: true,
  },
];

/** Domains that e-mail comes from: what to publish, what was found, and what is missing. */
export default function DomainsPage({ route: { query } }: PageProps) {
  const [isAdding, setAdding] = useState(false);
  const path = withQuery(DOMAINS_PATH, { filter: query.get('filter') ?? '', limit: MOST });
  const { rows, error, refresh } = useList<Domain>(path, { pageSize: MOST, idOf });
  return (
    <div className="page">
      <PageHeader
        title="Domains"
        about="E-mail goes out from a domain two hours after both of its records were found in DNS."
      >
        <button type="button" onClick={() => setAdding(true)}>
          Add a domain
        </button>
      </PageHeader>
      <Filters filters={FILTERS} query={query} />
      {error !== undefined && (
        <ErrorState what="The domains could not be read." error={error} retry={refresh} />
      )}
      {rows === undefined && error === undefined && <RowsSkeleton />}
      {rows?.length === 0 &&
        (isFiltered(FILTERS, query) ? (
          <EmptyState title="No domain matches">Look for less.</EmptyState>
        ) : (
          <EmptyState title="No domains yet">
            <p>Add one with the button above, or by command line:</p>
            <pre>npx attendant domain add mail.example.com</pre>
          </EmptyState>
        ))}
      <div className="domains">
        {rows?.map((domain) => (
          <DomainCard key={domain.name} domain={domain} onChange={refresh} />
        ))}
      </div>
      {isAdding && (
        <FormDialog
          title="Add a domain"
          action="Add it"
          fields={NEW_DOMAIN}
          onClose={() => setAdding(false)}
          onSubmit={async ({ id = '' }) => {
            await ask(DOMAINS_PATH, { method: 'POST', body: { id, name: id } });
            refresh();
          }}
        />
      )}
    </div>
  );
}

function idOf({ name }: Domain): string {
  return name;
}
