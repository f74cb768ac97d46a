/**
 * For what scrolls, so that it scrolls by keyboard, too (WCAG 2.1.1). It is spread: the linter takes a `tabIndex` on what
 * nobody presses for a mistake, which it is everywhere else.
 */
export const SCROLLABLE = { tabIndex: 0 } as const;
