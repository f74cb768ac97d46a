const SHOWN_MS = 5_000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says a sentence for a moment, aloud to screen readers. */
export function tell(sentence: string): void {
  const place = document.getElementById('news');
  if (place === null) return;
  place.textContent = sentence;
  clearTimeout(timer);
  timer = setTimeout(() => {
    place.textContent = '';
  }, SHOWN_MS);
}
