import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../authoring/json.ts';
import type { CallStart, FlowLibrary } from '../engine/engine-options.ts';
import type { Program } from '../runtime/program.ts';
import type { Breakpoint } from '../simulator/breakpoints.ts';
import { breakpointOf } from '../simulator/terminal/command-forms.ts';
import { UsageError } from './io.ts';
import type { SimulateOptions } from './simulate-options.ts';

/** A flow file; for a call that was, where its flows and their environment are. @throws UsageError */
export async function flowPath(named: string | undefined, { call, data }: SimulateOptions): Promise<string> {
  if (call !== undefined) {
    if (data === undefined) throw new UsageError('--call needs --data, the folder that keeps the call.');
    return (await import('./serve.ts')).flowsFolder(named);
  }
  if (named === undefined)
    throw new UsageError('Name a flow file, such as flows/whatsapp-consent.flow.json.');
  refuseFolder(named);
  return named;
}

function refuseFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  throw new UsageError(
    `${path} is a folder: name a flow file in it, such as ${join(path, 'name.flow.json')}.`,
  );
}

/** When a call comes in, epoch ms. @throws UsageError */
export function readTime(text: string | undefined): number {
  const at = text === undefined ? Date.now() : Date.parse(text);
  if (Number.isNaN(at)) throw new UsageError('--at must be a time such as 2026-01-05T10:00:00Z.');
  return at;
}

/** Breakpoints that a flow can have. @throws UsageError */
export async function readBreakpoints(
  program: Program,
  texts: readonly string[],
): Promise<readonly Breakpoint[]> {
  const { compileBreakpoints } = await import('../simulator/breakpoints.ts');
  const breakpoints = texts.map(breakpointOf);
  const compiled = compileBreakpoints(program, breakpoints);
  if ('pauses' in compiled) return breakpoints;
  throw new UsageError(`--break: ${compiled.fault.message}; ${compiled.fault.hint}.`);
}

/** How a call begins, by the same rules as one that is started over HTTP. @throws UsageError */
export async function readStart(
  flows: FlowLibrary,
  { name: flow, type }: Program,
  options: SimulateOptions,
): Promise<CallStart> {
  const { readCallStart } = await import('../api/call-start.ts');
  const { from, to, language } = options;
  const given = { from, to, language, inputs: readInputs(options.input), ...writtenIn(type, options) };
  const body = Object.fromEntries(
    Object.entries({ flow, ...given }).filter(([, value]) => value !== undefined),
  );
  const read = readCallStart(flows, body);
  if (!read.ok)
    throw new UsageError(read.refusal.message.replace(/^(from|to|language|message|email)\b/, '--$1'));
  return read.value;
}

/** What the customer wrote: the body of an e-mail, or a message. */
function writtenIn(type: string, { message, subject }: SimulateOptions) {
  if (type !== 'inboundEmail' && subject === undefined) return { message };
  if (message === undefined && subject === undefined) return {};
  return {
    email: {
      ...(subject === undefined ? {} : { subject }),
      ...(message === undefined ? {} : { body: message }),
    },
  };
}

/** A value that reads as JSON is JSON, anything else is text. */
function readInputs(pairs: readonly string[]): JsonObject {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      if (value.length === 0) throw new UsageError(`--input: write name=value, not "${pair}".`);
      return [name, jsonOrText(value.join('='))];
    }),
  );
}

function jsonOrText(text: string): JsonObject[string] {
  if (!/^(true|false|-?\d{1,15}(\.\d+)?|[[{].*[\]}])$/s.test(text)) return text;
  try {
    return JSON.parse(text) as JsonObject[string];
  } catch {
    return text;
  }
}
