import { type ComponentType, lazy } from 'react';
import type { Route } from './route.ts';

/** What every page is given: the parts of its address. */
export interface PageProps {
  readonly route: Route;
}

/** A page of the menu; its code is loaded when it is opened. */
export interface Page {
  readonly title: string;
  readonly view: ComponentType<PageProps>;
}

type Load = () => Promise<{ readonly default: ComponentType<PageProps> }>;

function page(title: string, load: Load): Page {
  return { title, view: lazy(load) };
}

/** One call, live or past: `#/calls/{id}`. */
const CALL = page('Call', () => import('./simulator/call-page.tsx'));

const PAGES: ReadonlyMap<string, Page> = new Map([
  ['simulator', page('Simulator', () => import('./simulator/simulator-page.tsx'))],
  ['compare', page('Compare', () => import('./simulator/compare-page.tsx'))],
  ['calls', page('Calls', () => import('./pages/calls/calls-page.tsx'))],
  ['data-actions', page('Data actions', () => import('./pages/data-actions/data-actions-page.tsx'))],
  ['outbox', page('Outbox', () => import('./pages/outbox/outbox-page.tsx'))],
  ['consents', page('Consents', () => import('./pages/consents/consents-page.tsx'))],
  ['callbacks', page('Callbacks', () => import('./pages/callbacks/callbacks-page.tsx'))],
  ['domains', page('Domains', () => import('./pages/domains/domains-page.tsx'))],
  ['campaigns', page('Campaigns', () => import('./pages/campaigns/campaigns-page.tsx'))],
]);

/** The page that a route leads to; undefined when there is none. */
export function pageOf({ page, rest }: Route): Page | undefined {
  return page === 'calls' && rest.length > 0 ? CALL : PAGES.get(page);
}
