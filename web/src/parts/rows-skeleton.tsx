/** Stands where rows will be, in their size, until they are there. */
export function RowsSkeleton({ rows = 8 }: { readonly rows?: number }) {
  return (
    <div aria-busy="true">
      <p className="sr-only">Loading…</p>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same and never move
        <div key={index} className="skeleton" />
      ))}
    </div>
  );
}
