import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import type { Hole, TemplateVariant } from './velocity/template-variants.ts';

/** Stand around the number of a hole in a text; of Unicode's private use, so that no template means them. */
const [OPEN, CLOSE] = ['\ue000', '\ue001'];
const MARKED = /\ue000(\d+)\ue001/;

/** What these escape stays between quotation marks, whoever wrote it. */
const JSON_ESCAPES = ['jsonString', 'jsonEncode'];

/** A JSON object whose author left holes for values. */
export interface JsonWithHoles {
  readonly object: JsonObject;
  /** What a text of it is made of, in order. */
  readonly partsOf: (text: string) => TemplateVariant;
}

/**
 * Reads what an author wrote as JSON, with values to come between its quotation marks or in place of whole values. Values
 * cannot change that shape: a call in which one would is refused (D7).
 *
 * @returns undefined when it is no object, one of its keys depends on a value, or what fills a hole could be more JSON.
 */
export function readJsonWithHoles(variant: TemplateVariant): JsonWithHoles | undefined {
  const holes: Hole[] = [];
  let text = '';
  let isInText = false;
  for (const part of variant) {
    if (typeof part === 'string') {
      if (/[\ue000\ue001]|\\ue00[01]/i.test(part)) return undefined;
      text += part;
      isInText = endsInText(part, isInText);
    } else {
      const isKept = part.isOneValue || (isInText && JSON_ESCAPES.includes(part.escapedBy ?? ''));
      if (!isKept) return undefined;
      const mark = `${OPEN}${holes.push(part) - 1}${CLOSE}`;
      text += isInText ? mark : `"${mark}"`;
    }
  }
  const object = parsed(text);
  if (!isJsonObject(object) || Object.keys(object).some((key) => MARKED.test(key))) return undefined;
  return { object, partsOf: (value) => partsOf(value, holes) };
}

/** Whether a stretch of JSON ends between quotation marks. */
function endsInText(part: string, began: boolean): boolean {
  let isInText = began;
  for (let at = 0; at < part.length; at++) {
    const sign = part.charAt(at);
    if (sign === '\\' && isInText) at++;
    else if (sign === '"') isInText = !isInText;
  }
  return isInText;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function partsOf(text: string, holes: readonly Hole[]): TemplateVariant {
  return text.split(MARKED).flatMap((part, index): TemplateVariant => {
    const hole = index % 2 === 1 ? holes[Number(part)] : undefined;
    if (hole !== undefined) return [hole];
    return part === '' ? [] : [part];
  });
}
