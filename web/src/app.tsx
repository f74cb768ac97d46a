import { Suspense, useEffect, useRef } from 'react';
import { pageOf } from './pages.ts';
import { Crash } from './parts/crash.tsx';
import { EmptyState } from './parts/empty-state.tsx';
import { useRoute } from './route.ts';

/** The page that the address names, below the header that index.html has. */
export function App() {
  const route = useRoute();
  const page = pageOf(route);
  const title = page?.title ?? 'Not found';
  useEffect(() => {
    document.title = [route.rest[0], title, 'Attendant'].filter((part) => part !== undefined).join(' · ');
  }, [title, route.rest[0]]);
  useFocusOnNewPage(title);
  if (page === undefined)
    return (
      <EmptyState title="There is no such page">
        The address names a page that does not exist. Choose one from the menu.
      </EmptyState>
    );
  const View = page.view;
  return (
    <Crash key={title}>
      <Suspense fallback={<div className="page" aria-busy="true" />}>
        <View route={route} />
      </Suspense>
    </Crash>
  );
}

/** Keyboard and screen reader go on in the new page, not in the menu that opened it. The first page keeps the focus as it is. */
function useFocusOnNewPage(page: string): void {
  const last = useRef(page);
  useEffect(() => {
    if (last.current === page) return;
    last.current = page;
    window.scrollTo(0, 0);
    document.getElementById('page')?.focus({ preventScroll: true });
  }, [page]);
}
