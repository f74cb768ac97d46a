import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../authoring/json.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { isTrulyBelow } from './below.ts';
import { OUTSIDE } from './data-table-file.ts';

/** Sound files of prompts that are not there, or not in the environment's folder. */
export function missingAudio(
  prompts: { readonly [name: string]: Json },
  environmentFile: string,
): readonly Diagnostic[] {
  return Object.entries(prompts).flatMap(([name, prompt]) =>
    spokenForms(prompt, pointerTo('/prompts', name)).flatMap(([spoken, at]) => {
      const audio = own(spoken, 'audio');
      return typeof audio === 'string' ? fault(audio, `${at}/audio`, environmentFile) : [];
    }),
  );
}

/** A prompt is one spoken form, or one for each language. */
function spokenForms(prompt: Json, at: string): readonly (readonly [JsonObject, string])[] {
  if (!isJsonObject(prompt)) return [];
  if (typeof prompt['text'] === 'string') return [[prompt, at]];
  return Object.entries(prompt).flatMap(([tag, one]) =>
    isJsonObject(one) ? [[one, pointerTo(at, tag)] as const] : [],
  );
}

function fault(audio: string, pointer: string, file: string): readonly Diagnostic[] {
  const folder = dirname(file);
  const path = join(folder, audio);
  const at = { severity: 'error', file, pointer } as const;
  if (!isTrulyBelow(folder, path)) return [{ ...at, ...OUTSIDE(audio) }];
  if (existsSync(path)) return [];
  const hint = didYouMean(basename(audio), neighbours(dirname(path)), 'check the path');
  return [{ ...at, code: 'FILE_MISSING', message: `there is no file ${audio}`, hint }];
}

function neighbours(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
