import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { listAt, textAt } from '../archy/archy-flow.ts';
import { exportValue } from './export-value.ts';

/** Whether a JSON value of an export is audio: a default and one for each language. */
export function isExportAudio(json: Json | undefined): boolean {
  return isJsonObject(json) && Object.hasOwn(json, 'defaultAudio');
}

/** Audio of an export in Archy's form: `{exp}` or `{noValue}`; where languages differ, `{languages: {tag: {exp}}}`. */
export function exportAudio(
  json: Json | undefined,
  names: ReadonlyMap<string, string> = new Map(),
): JsonObject {
  if (!isJsonObject(json) || !isExportAudio(json)) return { noValue: true };
  const byDefault = withBargeIn(exportValue(json['defaultAudio'], names), json, names);
  const cases = listAt(json, 'cases').flatMap((one): [string, JsonObject][] => {
    const language = textAt(one, 'langCode');
    if (!isJsonObject(one) || language === undefined || one['disabled'] === true) return [];
    const audio = exportValue(one['audioExpression'], names);
    return audio['exp'] === undefined ? [] : [[language, audio]];
  });
  if (cases.length === 0) return byDefault;
  return {
    languages: Object.fromEntries([...cases, ...('exp' in byDefault ? [['*', byDefault] as const] : [])]),
  };
}

/** The barge-in beside the audio counts where the expression does not say it itself. */
function withBargeIn(audio: JsonObject, json: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const { exp } = audio;
  if (typeof exp !== 'string' || /^AudioPlaybackOptions\s*\(/i.test(exp)) return audio;
  const bargeIn = exportValue(json['bargeInExpression'], names)['lit'];
  return bargeIn === false ? { exp: `AudioPlaybackOptions(${exp}, false)` } : audio;
}
