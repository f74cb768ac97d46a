const PATHS = {
  run: 'M4 2.5v11l9-5.5z',
  pause: 'M4 2.5h3v11H4zM9 2.5h3v11H9z',
  step: 'M7 2h2v6.5h3L8 13 4 8.5h3zM3 13.5h10V15H3z',
  over: 'M2 11a6 6 0 0 1 11-3.3V5h1.5v5.5H9V9h3A4.5 4.5 0 0 0 3.500 11zM7 12h3v3H7z',
  stop: 'M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3z',
  clock:
    'M8 1.500a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3zm-.7 1.500h1.400v3.200l2.300 1.400-.7 1.200-3-1.800z',
  next: 'M2 3v10l6-5zM8 3v10l6-5z',
  fork: 'M4 1.500a2 2 0 0 1 .7 3.870V7h4.600a2 2 0 0 0 2-1.630 2 2 0 1 1 1.450.06A3.500 3.500 0 0 1 9.300 8.500H4.700v2.130a2 2 0 1 1-1.400 0V5.370A2 2 0 0 1 4 1.500z',
  first: 'M3 3h1.800v10H3zM13 3v10L5.500 8z',
  back: 'M11 3v10L3.500 8z',
  forth: 'M5 3v10l7.500-5z',
  last: 'M11.200 3H13v10h-1.800zM3 3v10l7.500-5z',
  mark: 'M11.600 1.800l2.600 2.600-8 8L2.500 13.500l1.100-3.700z',
  close:
    'M3.600 2.500 8 6.900l4.400-4.400 1.100 1.100L9.100 8l4.400 4.400-1.100 1.100L8 9.100l-4.400 4.400-1.100-1.100L6.900 8 2.500 3.600z',
} as const;

/** A picture that there is. */
export type IconName = keyof typeof PATHS;

/** A small picture that stands beside words, or in a button that says its name otherwise. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} fill="currentColor" fillRule="evenodd" />
    </svg>
  );
}
