import { tell } from './tell.ts';

/** Copies a text. @param what completes "… copied", such as `Record`. */
export function CopyButton({
  text,
  what,
}: {
  readonly text: string | (() => string);
  readonly what: string;
}) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : text());
      tell(`${what} copied.`);
    } catch {
      tell('The browser does not let this page copy; select the text instead.');
    }
  };
  return (
    <button type="button" className="quiet small" onClick={copy} aria-label={`Copy ${what}`}>
      Copy
    </button>
  );
}
