import { isJsonObject, type Json, own } from '../authoring/json.ts';
import type { Given, Messaging } from '../authoring/messaging.ts';
import { parsePathTemplate, solePath } from '../authoring/path-template.ts';
import type { NativeDefinition } from './data-action-definition.ts';
import { withDeclared } from './declared-messaging.ts';
import type { Faults } from './faults.ts';
import { fixedSegment, messagingOfShape, type PathSegment, pathOf } from './request-shape.ts';

/**
 * What a native definition without faults of shape sends, records or asks: as its URL and body show, and where they show
 * nothing, as its author declares.
 */
export function messagingOf(definition: NativeDefinition, faults: Faults): Messaging {
  const { request, response = {} } = definition.config;
  const status = statusOutput(response);
  const told = messagingOfShape({
    method: request.requestType,
    integrationType: definition.integrationType,
    origin: request.requestUrlTemplate,
    path: pathOf(request.requestUrlTemplate).map(segmentOf),
    given: (key) => givenAt(request.requestTemplate, key),
    ...(status !== undefined && { statusOutput: status }),
  });
  const defaults = Object.values(response.translationMapDefaults ?? {}) as Json[];
  const reference = (input: string) => `{{input.${input}}}`;
  return withDeclared(told, definition, { givenBy, reference, defaults }, faults);
}

function segmentOf(text: string): PathSegment {
  if (!text.includes('{{')) return fixedSegment(text);
  const given = givenBy(text);
  return given === undefined ? {} : { given };
}

/** The output that holds `$.status` of the register's answer, unless a default may stand for it. */
function statusOutput(response: NonNullable<NativeDefinition['config']['response']>): string | undefined {
  const { translationMap = {}, translationMapDefaults = {}, successTemplate } = response;
  const names = Object.entries(translationMap).filter(
    ([name, path]) => path === '$.status' && !Object.hasOwn(translationMapDefaults, name),
  );
  const [[name] = []] = names;
  if (successTemplate === undefined) return Object.keys(translationMap).length === 0 ? 'status' : name;
  const template = successTemplate as Json;
  if (!isJsonObject(template)) return undefined;
  return Object.entries(template).find(([, value]) => name !== undefined && value === `{{${name}}}`)?.[0];
}

/** What a key of a JSON body is given by. */
function givenAt(body: unknown, key: string): Given | undefined {
  const json = body as Json | undefined;
  const value = isJsonObject(json) ? own(json, key) : undefined;
  return typeof value === 'string' ? givenBy(value) : undefined;
}

/** A text that is written out, or one input; anything that no digit of another value can enter counts as the input. */
function givenBy(text: string): Given | undefined {
  const parsed = parsePathTemplate(text);
  if (!parsed.ok) return undefined;
  const { parts } = parsed.template;
  if (parts.every((part) => typeof part === 'string')) return { fixed: parts.join('') };
  const [scope, name, ...more] = solePath({ parts: parts.filter((part) => part !== '+') })?.path ?? [];
  return scope === 'input' && name !== undefined && more.length === 0 ? { input: name } : undefined;
}
