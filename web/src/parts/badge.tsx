/** What a status means for the person who reads it. */
export type Tone = 'good' | 'bad' | 'warn' | 'live' | 'plain';

/** What stands for a tone where colours are not seen. */
export const SIGNS: { readonly [tone in Tone]: string } = {
  good: '✓',
  bad: '✕',
  warn: '!',
  live: '●',
  plain: '·',
};

/** A status: a word and a sign, never colour alone. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <span className={`badge ${tone}`}>
      <span aria-hidden="true">{SIGNS[tone]}</span>
      <bdi>{children}</bdi>
    </span>
  );
}
