import type { Report } from '../authoring/diagnostic.ts';
import type { VelocityRequest, VelocityResponse } from './data-action.ts';
import type { Block } from './velocity/velocity-template.ts';

const TEMPLATE = '/config/response/successTemplate';
/** A name in braces without its `$`, or with spaces behind them: Velocity prints both as they stand. */
const NO_REFERENCE =
  /(?<![$!\w])\{[ \t]*([A-Za-z]\w*)((?:\.[\w-]+)?)[ \t]*\}|\$!?\{[ \t]+([A-Za-z]\w*)((?:\.[\w-]+)?)[ \t]*\}/g;

/** Finds what an author meant as a reference of a request and Velocity takes for text, such as `{input.id}`. */
export function checkRequestText(request: VelocityRequest, report: Report): void {
  const isMeant = (root: string, rest: string) => root.toLowerCase() === 'input' && rest !== '';
  reportText(request.url.body, '/config/request/requestUrlTemplate', isMeant, report);
  if (request.body !== undefined)
    reportText(request.body.body, '/config/request/requestTemplate', isMeant, report);
}

/** The same for a success template; and finds values between quotation marks, where a text brings its own. */
export function checkResponseText({ map, template }: VelocityResponse, report: Report): void {
  const names = [...map.map(({ name }) => name), 'rawResult'].map((name) => name.toLowerCase());
  const isMeant = (root: string, rest: string) => rest === '' && names.includes(root.toLowerCase());
  reportText(template.body, TEMPLATE, isMeant, report);
  for (const raw of new Set(quotedIn(template.body, { isOpen: false }, names))) {
    const message = `\`${raw}\` stands in quotation marks: a text of the answer brings its own, and the output is no JSON then`;
    report(
      'OUTPUT_QUOTED',
      TEMPLATE,
      message,
      'remove the quotation marks around it, unless it is always a number',
    );
  }
}

function reportText(
  body: Block,
  pointer: string,
  isMeant: (root: string, rest: string) => boolean,
  report: Report,
): void {
  const found = [...textOf(body).matchAll(NO_REFERENCE)].flatMap(
    ([text, root, rest, spacedRoot, spacedRest]) => {
      const [name, more] = [root ?? spacedRoot ?? '', rest ?? spacedRest ?? ''];
      return isMeant(name, more) ? [[text, `write \${${name}${more}}`] as const] : [];
    },
  );
  for (const [text, hint] of new Map(found))
    report('UNKNOWN_REFERENCE', pointer, `\`${text}\` is text and no reference`, hint);
}

/** What the author wrote as text, with a line end in place of all else. */
function textOf(body: Block): string {
  return body
    .map((part) => {
      if (part.kind === 'text') return part.text;
      if (part.kind === 'if') return part.branches.map((branch) => textOf(branch.body)).join('\n');
      return part.kind === 'foreach' ? textOf(part.body) : '\n';
    })
    .join('');
}

/** The references to names between quotation marks of the author. */
function quotedIn(body: Block, quotes: { isOpen: boolean }, names: readonly string[]): readonly string[] {
  return body.flatMap((part) => {
    if (part.kind === 'text') readQuotes(part.text, quotes);
    if (part.kind === 'if') return part.branches.flatMap((branch) => quotedIn(branch.body, quotes, names));
    if (part.kind === 'foreach') return quotedIn(part.body, quotes, names);
    const isQuoted = part.kind === 'reference' && quotes.isOpen && part.steps.length === 0;
    return isQuoted && names.includes(part.root.toLowerCase()) ? [part.raw] : [];
  });
}

function readQuotes(text: string, quotes: { isOpen: boolean }): void {
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '\\') at++;
    else if (sign === '"') quotes.isOpen = !quotes.isOpen;
  }
}
