import type { MarkedText, ValueOrigin } from '../velocity/marked-text.ts';
import { formPlaces } from './form-places.ts';
import { jsonPlaces } from './json-places.ts';
import { linePlaces, textPlaces } from './text-places.ts';
import type { TextPlacesResult } from './text-result.ts';
import { xmlPlaces } from './xml-places.ts';

/**
 * Decides whether a rendered body may be sent, by the rules of its format.
 *
 * @param contentType the header's value; absent or empty: JSON.
 * @param unfilled references that had no value and so printed themselves.
 */
export function placesOfBody(
  contentType: string | undefined,
  text: MarkedText,
  unfilled: readonly Pick<ValueOrigin, 'name' | 'raw'>[] = [],
): TextPlacesResult {
  const [type = ''] = (contentType ?? '').toLowerCase().split(';');
  const mediaType = type.trim();
  if (mediaType === '' || /[/+](x-)?json$/.test(mediaType)) return jsonPlaces(text, { unfilled });
  if (mediaType === 'application/x-www-form-urlencoded') return formPlaces(text);
  if (/[/+](xml|html|soap)$/.test(mediaType)) return xmlPlaces(text);
  return /^multipart\/|[/+](x-)?(csv|ndjson|jsonl|json-seq)$/.test(mediaType)
    ? linePlaces(text)
    : textPlaces(text);
}
