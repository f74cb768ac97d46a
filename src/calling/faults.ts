import { didYouMean, nearest } from '../authoring/suggest.ts';
import type { Clock, HttpClient, HttpResponse } from '../ports.ts';
import { FAULT_PRESETS, type FaultName, type FaultPreset, type Scene } from './fault-presets.ts';

/** A fault, and how many requests it meets before all is well again. */
export interface Fault {
  readonly name: FaultName;
  /** Absent: as many as its preset says. */
  readonly times?: number;
}

/** Which data action has which fault. */
export interface FaultRule {
  /** An id, or `*` for all that no other rule names. */
  readonly dataAction: string;
  readonly fault: Fault;
}

/** What faults are played with. */
export interface FaultParts {
  /** Time passes by waiting on it alone. */
  readonly clock: Clock;
  /** Stands for the real answer where a fault changes one; absent: the request is sent for it. */
  readonly sample?: HttpResponse;
}

/** A client that plays a fault on the requests of one data action, and then passes them on. */
export function faultyHttp(http: HttpClient, fault: Fault, parts: FaultParts): HttpClient {
  return playing(http, fault.name, counterOf(fault), parts);
}

/** How many requests a fault still meets. */
interface Counter {
  left: number;
}

function counterOf({ name, times }: Fault): Counter {
  const preset: FaultPreset = FAULT_PRESETS[name];
  return { left: times ?? preset.times ?? Number.POSITIVE_INFINITY };
}

function playing(
  http: HttpClient,
  name: FaultName,
  counter: Counter,
  { clock, sample }: FaultParts,
): HttpClient {
  return {
    async send(request, options) {
      const send = () => http.send(request, options);
      if (counter.left <= 0) return send();
      counter.left--;
      const real: Scene['real'] = sample === undefined ? send : async () => ({ ok: true, response: sample });
      return FAULT_PRESETS[name].play({ clock, ...options, send, real });
    },
    close: () => http.close(),
  };
}

/** Faults for several data actions; each counts its requests by itself. */
export interface PlayedFaults {
  /** The client of one data action, with its fault where it has one. */
  around(dataAction: string, http: HttpClient): HttpClient;
}

/** Plays faults by rule. The rule that names a data action goes before `*`; the last of several counts. */
export function playFaults(rules: readonly FaultRule[], parts: FaultParts): PlayedFaults {
  const counters = new Map<string, Counter>();
  const ruleFor = (dataAction: string) =>
    rules.findLast((rule) => rule.dataAction === dataAction) ??
    rules.findLast((rule) => rule.dataAction === '*');
  return {
    around(dataAction, http) {
      const rule = ruleFor(dataAction);
      if (rule === undefined) return http;
      const counter = counters.get(dataAction) ?? counterOf(rule.fault);
      counters.set(dataAction, counter);
      return playing(http, rule.fault.name, counter, parts);
    },
  };
}

/** Something read from a text, or a sentence that says what would be right. */
export type ReadFault<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string };

/**
 * Reads a rule such as `send-whatsapp=timeout` or `*=429Storm:3`; a preset alone is for all data actions.
 *
 * @param known the data actions that a rule may name.
 */
export function parseFault(text: string, known: readonly string[]): ReadFault<FaultRule> {
  const [, before, preset = text] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  const dataAction = before?.trim() ?? '*';
  if (dataAction !== '*' && !known.includes(dataAction))
    return refuse(`there is no data action \`${dataAction}\`; ${didYouMean(dataAction, known, '* is all')}`);
  const fault = parseFaultPreset(preset);
  return fault.ok ? { ok: true, value: { dataAction, fault: fault.value } } : fault;
}

/** Reads a preset with the number of requests it meets, where that is said: `timeout` or `429Storm:3`. */
export function parseFaultPreset(text: string): ReadFault<Fault> {
  const [, wanted = '', times] = /^([^:]*)(?::(.*))?$/.exec(text.trim()) ?? [];
  const names = Object.keys(FAULT_PRESETS) as FaultName[];
  const name = names.find((one) => one.toLowerCase() === wanted.toLowerCase());
  if (name === undefined)
    return refuse(`\`${wanted}\` is no fault; ${hintOf(wanted, names)}all: ${names.join(', ')}`);
  if (times === undefined) return { ok: true, value: { name } };
  if (!/^[1-9]\d{0,3}$/.test(times))
    return refuse(`\`${times}\` is no number of requests from 1 to 9999, such as ${name}:3`);
  return { ok: true, value: { name, times: Number(times) } };
}

function hintOf(wanted: string, names: readonly string[]): string {
  const near = nearest(wanted, names);
  return near === undefined ? '' : `did you mean \`${near}\`?; `;
}

function refuse(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}
