import { RE2JS } from 're2js';

/** Longest pattern of a contract or of a filter, in characters. */
const MAX_PATTERN_LENGTH = 500;
/** Largest program that a pattern may become; each character of a text can cost that many steps. */
const MAX_PROGRAM_SIZE = 2000;

/** A regular expression that takes time in proportion to the text, whatever it says. */
export interface LinearPattern {
  /** As its author wrote it. */
  readonly source: string;
  /** Whether it matches somewhere in a text. */
  readonly finds: (text: string) => boolean;
  /** Whether it matches a text from end to end. */
  readonly matches: (text: string) => boolean;
  /** Steps that matching takes for each character of a text, at most. */
  readonly size: number;
}

/** What compilePattern returns. The message can follow "The pattern cannot be used: ". */
export type CompiledPattern =
  | { readonly ok: true; readonly pattern: LinearPattern }
  | { readonly ok: false; readonly message: string };

/** Letters after a pattern, and what they mean. */
const FLAGS: { readonly [letter: string]: number } = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

/**
 * Compiles a regular expression in Java's syntax without what could make it backtrack: back-references and
 * looking ahead or behind.
 */
export function compilePattern(source: string, flags = ''): CompiledPattern {
  if (source.length > MAX_PATTERN_LENGTH)
    return { ok: false, message: `it has more than ${MAX_PATTERN_LENGTH} characters` };
  const unknown = [...flags].find((letter) => FLAGS[letter] === undefined);
  if (unknown !== undefined) return { ok: false, message: `there is no flag \`${unknown}\`` };
  const bits = [...flags].reduce((sum, letter) => sum | (FLAGS[letter] ?? 0), 0);
  return compiled(source, bits);
}

function compiled(source: string, flags: number): CompiledPattern {
  try {
    const re = RE2JS.compile(withCodePoints(source), flags);
    const size = re.programSize();
    if (size > MAX_PROGRAM_SIZE) return { ok: false, message: 'its repetitions multiply to too many' };
    return {
      ok: true,
      pattern: { source, finds: (text) => re.test(text), matches: (text) => re.testExact(text), size },
    };
  } catch (error) {
    return { ok: false, message: reasonOf(source, error) };
  }
}

/** `\u0041` as RE2 writes it. */
function withCodePoints(source: string): string {
  return source.replaceAll(/\\u([0-9a-fA-F]{4})/g, '\\x{$1}');
}

function reasonOf(source: string, error: unknown): string {
  if (/\(\?(<?[=!])/.test(source)) return 'looking ahead and behind, (?= and (?<=, is not possible';
  if (/\\[1-9]/.test(source)) return 'back-references such as \\1 are not possible';
  const text = error instanceof Error ? error.message : '';
  return text.replace(/^error parsing regexp: /, '') || 'it cannot be read';
}
