import type { MarkedText, Piece } from '../../../src/actions/velocity/marked-text.ts';

/** A value as a template would have put it there. */
export function value(text: string, name = 'x', more: { escapedBy?: string; isSecret?: true } = {}): Piece {
  return { text, from: { name: `input.${name}`, raw: `\${input.${name}}`, ...more } };
}

/** A value of the operator's credentials. */
export function credential(text: string, name = 'key'): Piece {
  return { text, from: { name: `credentials.${name}`, raw: `\${credentials.${name}}`, isSecret: true } };
}

/** Marked text from the author's text around values: marked`"${value('a')}"`. */
export function marked(written: TemplateStringsArray, ...values: readonly Piece[]): MarkedText {
  return written.flatMap((text, index) => {
    const piece = values[index];
    return [...(text === '' ? [] : [{ text }]), ...(piece === undefined ? [] : [piece])];
  });
}
