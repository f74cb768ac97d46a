import type { Medium } from '../runtime/medium.ts';
import {
  ACT_FORMS,
  type CallerAct,
  parseAct,
  parseWritten,
  WRITTEN_FORMS,
} from '../simulator/caller-script.ts';
import type { ActObject, WrittenAct } from './test-file.ts';

/** What a caller does in a test, and when. */
export interface TestAct {
  readonly act: CallerAct | { readonly do: 'agentAnswers' };
  /** After the prompt was heard; where it is not heard out, after it began. */
  readonly afterSeconds?: number;
  /** After the call came in. */
  readonly atSeconds?: number;
  /** As its author wrote it, in words. */
  readonly text: string;
}

/** What is wrong with an act. */
export interface ActFault {
  readonly message: string;
  readonly hint: string;
}

const KINDS = ['press', 'say', 'write', 'silence', 'hangUp', 'agentAnswers'] as const;

/** Reads one act as it stands in a test. */
export function readAct(written: WrittenAct, medium: Medium): TestAct | ActFault {
  return typeof written === 'string' ? readText(written, medium) : readObject(written);
}

function readText(text: string, medium: Medium): TestAct | ActFault {
  const act = medium === 'writing' ? parseWritten(text) : parseAct(text.trim());
  if (act !== undefined) return { act, text: text.trim() };
  const forms = medium === 'writing' ? WRITTEN_FORMS : ACT_FORMS;
  return {
    message: `"${text}" is nothing a caller can do`,
    hint: `write ${forms}, each act a text of its own`,
  };
}

function readObject(written: ActObject): TestAct | ActFault {
  const kinds = KINDS.filter((kind) => written[kind] !== undefined);
  const hint = `write one of ${KINDS.join(', ')}`;
  if (kinds.length !== 1)
    return {
      message: kinds.length === 0 ? 'the act does nothing' : `the act does ${kinds.join(' and ')}`,
      hint,
    };
  const { afterSeconds, atSeconds, understood, bargeIn } = written;
  if (afterSeconds !== undefined && atSeconds !== undefined)
    return { message: 'the act has two times', hint: 'keep afterSeconds or atSeconds' };
  if (written.silence === true && (afterSeconds ?? atSeconds ?? bargeIn) !== undefined)
    return { message: 'silence ends when the call goes on by itself', hint: 'leave the time out' };
  if (understood !== undefined && written.say === undefined && written.write === undefined)
    return { message: 'nothing is said that could be understood', hint: 'add "say" or "write"' };
  return {
    act: actOf(written),
    ...(afterSeconds !== undefined && { afterSeconds }),
    ...(atSeconds !== undefined && { atSeconds }),
    text: textOf(written),
  };
}

function actOf({ press, say, write, silence, hangUp, understood, ...more }: ActObject): TestAct['act'] {
  const bargeIn = more.bargeIn === true;
  // What a bot understands is written as it is meant by the interpreter: texts and JSON values.
  const meant = understood === undefined ? {} : { understood: understood as NonNullable<Understood> };
  if (press !== undefined) return { do: 'press', keys: press, bargeIn };
  if (say !== undefined) return { do: 'say', words: say, bargeIn, ...meant };
  if (write !== undefined) return { do: 'write', text: write, ...meant };
  if (silence === true) return { do: 'keepSilent' };
  return hangUp === true ? { do: 'hangUp' } : { do: 'agentAnswers' };
}

type Understood = Extract<CallerAct, { do: 'say' }>['understood'];

function textOf({ press, say, write, silence, hangUp }: ActObject): string {
  if (press !== undefined) return `press ${press}`;
  if (say !== undefined) return `say “${say}”`;
  if (write !== undefined) return `write “${write}”`;
  if (silence === true) return 'silence';
  return hangUp === true ? 'hang up' : 'an agent answers';
}
