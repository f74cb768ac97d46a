import type { Breakpoint } from '../breakpoints.ts';

/** The commands, for help. */
export const COMMANDS_HELP = [
  ':back [n]          look at the call as it was n moments ago; without n, where you were asked before',
  ':forward [n], :now come back again',
  ':fork [moment]     play on from here, or from a moment, as a call of its own',
  ':vars [text]       variables and participant data, * for what changed last',
  ':set Name=value    change a variable; null unsets it. Others are participant data',
  ':where             where the call stands, and what it waits for',
  ':events [n]        what happened last',
  ':clock             what time it is, and when something happens next',
  ':clock next|10s|5m let time pass',
  ':break place       pause before an action, task:name or menu:name; :break place if Flow.x > 1',
  ':break, :unbreak n list breakpoints, remove one or all',
  ':step, :over, :run go on by one action, over a task that is called, to the next breakpoint',
  ':answer {…}        answer a data action with these outputs; or failure [code], timeout, fault <preset>, perform',
  ':hangup, :quit     hang up; leave',
].join('\n');

/** A breakpoint as it is typed: `place`, `place if expression`, `if expression`. */
export function breakpointOf(text: string): Breakpoint {
  const [, at = '', condition] = /^(.*?)(?:\s*\bif\b\s+(.+))?$/is.exec(text.trim()) ?? [];
  return { ...(at !== '' && { at }), ...(condition !== undefined && { condition }) };
}

/** Whether a line is meant for the simulator. A smiley is not. */
export function isCommand(line: string): boolean {
  return /^:[a-z]{2,}|^:q$/i.test(line);
}
