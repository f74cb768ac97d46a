import type { MarkedText } from '../velocity/marked-text.ts';
import { isValue, type PlaceFault, valueFault } from './place-fault.ts';
import { cutMarked } from './split-marked.ts';
import { refuseUrlValue, type UrlPart } from './url-value.ts';

/**
 * Why `name=value` of a query or a form cannot be sent, or undefined when it can: values stand behind the sign and do not
 * end the part.
 *
 * @param what it is called, such as `a form field`.
 */
export function refuseNamedValue(pair: MarkedText, what: string, part: UrlPart): PlaceFault | undefined {
  const [name, value] = cutMarked(pair, '=');
  const maker = name.filter(isValue).find(({ text }) => text !== '');
  if (maker !== undefined) {
    const hint = 'write the name out, and the value after it: name=$esc.url(…)';
    return valueFault(maker.from, `would make the name of ${what}`, hint);
  }
  for (const piece of (value ?? []).filter(isValue)) {
    const fault = refuseUrlValue(piece, part);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
