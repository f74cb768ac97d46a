import { useEffect } from 'react';

/** Parts of a call; on a phone one is seen at a time. */
const PANELS = ['phone', 'flow', 'state', 'timeline'] as const;
/** One of them. */
export type Panel = (typeof PANELS)[number];
const PANEL_NAMES: { readonly [panel in Panel]: string } = {
  phone: 'Phone',
  flow: 'Flow',
  state: 'State',
  timeline: 'Timeline',
};

/** On a phone one panel is seen at a time. */
export function PanelTabs({
  panel,
  onPanel,
}: {
  readonly panel: Panel;
  readonly onPanel: (panel: Panel) => void;
}) {
  // What is hidden has no size; what is drawn by its size is told when it is shown.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another panel is shown
  useEffect(() => void window.dispatchEvent(new Event('resize')), [panel]);
  return (
    <nav className="panel-tabs" aria-label="Parts of the call">
      {PANELS.map((one) => (
        <button key={one} type="button" aria-pressed={one === panel} onClick={() => onPanel(one)}>
          {PANEL_NAMES[one]}
        </button>
      ))}
    </nav>
  );
}
