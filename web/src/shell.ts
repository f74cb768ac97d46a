import { readRoute } from './route.ts';
import { keep, kept } from './storage.ts';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/** Brings to life what index.html already shows: the menu, the colours, and the link of the page that is open. */
export function startShell(): void {
  startMenu();
  startThemes();
  startSkipLink();
  markLink();
  window.addEventListener('hashchange', markLink);
}

function startMenu(): void {
  const button = document.getElementById('menu');
  const open = (isOpen: boolean) => {
    button?.setAttribute('aria-expanded', String(isOpen));
    document.getElementById('nav')?.classList.toggle('open', isOpen);
  };
  button?.addEventListener('click', () => open(button.getAttribute('aria-expanded') !== 'true'));
  window.addEventListener('hashchange', () => open(false));
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || button?.getAttribute('aria-expanded') !== 'true') return;
    open(false);
    button.focus();
  });
}

function startThemes(): void {
  const button = document.getElementById('theme');
  let theme = themeOf(kept('theme'));
  const show = () => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    if (button !== null) button.textContent = `Colours: ${theme}`;
  };
  button?.addEventListener('click', () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
    keep('theme', theme);
    show();
  });
  show();
}

/** The hash says which page is open, so the link moves the focus only. */
function startSkipLink(): void {
  document.querySelector('.skip')?.addEventListener('click', (event) => {
    event.preventDefault();
    document.getElementById('page')?.focus();
  });
}

function themeOf(text: string | undefined): Theme {
  return THEMES.find((theme) => theme === text) ?? 'system';
}

function markLink(): void {
  const { page } = readRoute(location.hash);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('#nav a')) {
    if (readRoute(link.hash).page === page) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}
