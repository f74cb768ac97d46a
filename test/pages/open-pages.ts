import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, vi } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { loadBundle } from '../../src/files/load-flow.ts';
import { flowLibrary, openWorkspace, type Workspace } from '../../src/files/workspace.ts';
import { type Host, openHost } from '../../src/host.ts';
import type { FileAction } from '../../src/platform/data-actions/action-record.ts';
import type { PlatformSeed } from '../../src/platform/platform-seed.ts';
import { openBrowser } from '../support/browser.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { buildPages } from './build-pages.ts';

// A browser takes its time while the other tests use the machine.
vi.setConfig({ testTimeout: 180_000 });

/** The two sizes that every page is looked at in. */
export const VIEWPORTS = {
  phone: { width: 375, height: 812 },
  desktop: { width: 1280, height: 800 },
} as const;

/** How long a test may take that looks at several pages in both sizes and colours. */
export const LOOKING_MS = 240_000;

/** How a page is looked at. */
export interface Look {
  readonly viewport?: keyof typeof VIEWPORTS;
  readonly colours?: 'light' | 'dark';
  /** Answers that the test wants to fail, by a part of their URL; all others fail the test. */
  readonly mayFail?: readonly string[];
}

/** An Attendant with its pages, and what a test does with it. */
export interface Pages {
  readonly host: Host;
  readonly clock: FakeClock;
  /** Asks as the operator, or under `/api/v2` as the client of this machine. */
  ask<T = JsonObject>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: Json,
  ): Promise<T>;
  /** Opens a page in the browser, such as `#/outbox`; what goes wrong in it fails the test. */
  open(hash: string, look?: Look): Promise<Page>;
  /** Waits until no call and no message is under way. */
  settled(): Promise<void>;
}

let workspace: Workspace | undefined;

/** Opens a host on the flows that ship with Attendant, on a clock that stands still; closed when the test ends. */
export async function openPages({
  seed = (own) => own,
  moreActions = [],
  allowedHosts = [],
  file = ':memory:',
  clock = new FakeClock(),
  flows = [],
}: {
  /** Flows besides those that ship with Attendant. */
  readonly flows?: readonly JsonObject[];
  /** Changes what the platform starts with. */
  readonly seed?: (own: PlatformSeed) => PlatformSeed;
  /** Data actions besides those of the flows. */
  readonly moreActions?: readonly FileAction[];
  /** Hosts that data actions may call besides. */
  readonly allowedHosts?: readonly string[];
  readonly file?: string;
  readonly clock?: FakeClock;
} = {}): Promise<Pages> {
  await buildPages();
  workspace ??= openWorkspace({ path: 'flows' });
  let ids = 0;
  const host = await openHost({
    database: file,
    flows: flowLibrary([...workspace.flows, ...flows.map(loaded)]),
    environment: workspace.environment.environment,
    settings: workspace.environment.settings,
    seed: seed(workspace.seed),
    dataActions: [...workspace.dataActions, ...moreActions],
    localClient: { clientId: 'attendant-local' },
    port: 0,
    allowedHosts,
    clock,
    ids: { next: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}` },
    log: { info: () => undefined, warn: () => undefined },
  });
  onTestFinished(() => host.close());
  let token: string | undefined;
  const pages: Pages = {
    host,
    clock,
    async ask<T>(method: string, path: string, body?: Json) {
      if (path.startsWith('/api/v2')) token ??= await login(host.url);
      const answer = await fetch(host.url + path, {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
    open: (hash, look = {}) => openPage(`${host.url}/${hash}`, look),
    async settled() {
      await host.engine.idle();
      await host.platform.settled();
    },
  };
  return pages;
}

function loaded(flow: JsonObject) {
  const found = loadBundle(JSON.stringify({ flow, taskFiles: {}, dataActions: {} }));
  if (found.program === undefined) throw new Error(JSON.stringify(found.diagnostics));
  return found;
}

async function login(url: string): Promise<string> {
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from('attendant-local:attendant-local-secret').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  return ((await answer.json()) as { readonly access_token: string }).access_token;
}

async function openPage(
  url: string,
  { viewport = 'desktop', colours = 'light', mayFail = [] }: Look,
): Promise<Page> {
  const browser = await openBrowser();
  const context = await browser.newContext({
    viewport: VIEWPORTS[viewport],
    isMobile: viewport === 'phone',
    colorScheme: colours,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  const faults = faultsOf(page, mayFail);
  onTestFinished(async () => {
    await context.close();
    expect(faults, 'what went wrong in the browser').toEqual([]);
  });
  await page.goto(url);
  return page;
}

/** What the console and the network complain about, from now on. */
function faultsOf(page: Page, mayFail: readonly string[]): readonly string[] {
  const faults: string[] = [];
  const isWanted = (url: string) => mayFail.some((part) => url.includes(part));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !isWanted(message.location().url))
      faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`));
  page.on('requestfailed', (request) => {
    // The page itself gives up what it asked for when it does not need it any more.
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED' && !isWanted(request.url())) faults.push(`${request.url()}: ${why}`);
  });
  page.on('response', (answer) => {
    if (answer.status() >= 400 && !isWanted(answer.url())) faults.push(`${answer.url()}: ${answer.status()}`);
  });
  return faults;
}

/** What axe finds against WCAG 2.2 AA and good practice, each as one line. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as axe.AxeResults;
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html}: ${failureSummary}`),
  );
}

/** Whether the page is no wider than its window: only what is meant to scrolls sideways. */
export async function isWithinWidth(page: Page): Promise<boolean> {
  const width = (await page.evaluate('document.documentElement.scrollWidth')) as number;
  return width <= (page.viewportSize()?.width ?? 0);
}

/** Keeps a picture for people, in ATTENDANT_SCREENSHOTS or the folder for temporary files. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['ATTENDANT_SCREENSHOTS'] ?? join(tmpdir(), 'attendant-screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Looks at a page in both sizes and both colours: nothing axe objects to, nothing too wide; keeps pictures. */
export async function lookAtAll(
  pages: Pages,
  hash: string,
  name: string,
  ready: (page: Page) => Promise<unknown>,
) {
  for (const viewport of ['phone', 'desktop'] as const) {
    const page = await pages.open(hash, { viewport });
    await ready(page);
    for (const colours of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: colours });
      await picture(page, `${name}-${viewport}-${colours}`);
      expect(await accessibilityFaults(page), `${name}, ${viewport}, ${colours}`).toEqual([]);
      expect(await isWithinWidth(page), `${name} fits a ${viewport}`).toBe(true);
    }
    await page.context().close();
  }
}
