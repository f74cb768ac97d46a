import { useSyncExternalStore } from 'react';

/** Where a hash such as `#/calls/6f1d?at=3` leads. */
export interface Route {
  /** The first part; `simulator` when there is none. */
  readonly page: string;
  /** The parts behind, decoded. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}

/** Reads the hash of an address. */
export function readRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [page = '', ...rest] = path.split('/').map(decoded);
  return {
    page: page === '' ? 'simulator' : page,
    rest: rest.filter((part) => part !== ''),
    query: new URLSearchParams(query),
  };
}

/** The hash that leads to a page, with its parts encoded. Empty values are left out of the query. */
export function hashOf(parts: readonly string[], query: { readonly [name: string]: string } = {}): string {
  const given = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
  const path = `#/${parts.map(encodeURIComponent).join('/')}`;
  return given.size === 0 ? path : `${path}?${given}`;
}

/** The route that is open; the component renders again when it changes. */
export function useRoute(): Route {
  return readRoute(useSyncExternalStore(subscribe, () => location.hash));
}

/** Changes the query of the open page without a new entry in the history, for filters that are typed. */
export function replaceQuery(query: { readonly [name: string]: string }): void {
  const { page, rest } = readRoute(location.hash);
  history.replaceState(null, '', hashOf([page, ...rest], query));
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

function subscribe(callback: () => void): () => void {
  window.addEventListener('hashchange', callback);
  return () => window.removeEventListener('hashchange', callback);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
