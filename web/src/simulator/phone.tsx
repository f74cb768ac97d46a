import { type FormEvent, type RefObject, useState } from 'react';
import type { CallView } from '../call/call-types.ts';
import { Transcript } from '../call/transcript.tsx';
import { Badge } from '../parts/badge.tsx';
import type { InHand } from './use-simulation.ts';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;
const LETTERS: { readonly [key: string]: string } = {
  2: 'abc',
  3: 'def',
  4: 'ghi',
  5: 'jkl',
  6: 'mno',
  7: 'pqrs',
  8: 'tuv',
  9: 'wxyz',
};

/** What the customer has in their hand: a phone, or a chat. */
export function Phone({
  view,
  isLast,
  hand,
  bargeIn,
  onBargeIn,
  speech,
  number,
}: {
  /** Which of several calls. */
  readonly number?: number;
  readonly view: CallView;
  /** Whether the call is seen as it stands; earlier moments can only be looked at. */
  readonly isLast: boolean;
  /** Absent: it is a call of the engine, and can only be looked at. */
  readonly hand?: InHand;
  readonly bargeIn: boolean;
  readonly onBargeIn: (bargeIn: boolean) => void;
  readonly speech?: RefObject<HTMLInputElement | null>;
}) {
  const takes = (hand !== undefined && isLast && view.waitsFor?.takes) || [];
  const isWritten =
    /^(inboundMessage|inboundChat|inboundEmail|digitalBot)/.test(view.flow.type) || takes.includes('write');
  const isVoice = !isWritten && !/^(workflow|surveyInvite|workitem|commonModule)$/.test(view.flow.type);
  return (
    <section
      className="phone"
      aria-busy={hand?.isBusy === true}
      aria-label={`${isWritten ? 'Chat' : 'Phone'}${number === undefined ? '' : ` of call ${number}`}`}
    >
      <header className="phone-head">
        <strong dir="ltr">{view.from?.replace(/^tel:/, '') ?? 'number withheld'}</strong>
        <span className="muted">{view.language}</span>
        <State view={view} />
      </header>
      <Transcript view={view} />
      {hand !== undefined && isVoice && <Keypad takes={takes} hand={hand} bargeIn={bargeIn} />}
      {hand !== undefined && (isVoice || isWritten) && (
        <Words
          act={isWritten ? 'write' : 'say'}
          takes={takes}
          hand={hand}
          bargeIn={bargeIn}
          {...(speech !== undefined && { speech })}
        />
      )}
      {hand !== undefined && (
        <div className="row phone-acts">
          {isVoice && (
            <label className="check">
              <input
                type="checkbox"
                checked={bargeIn}
                onChange={(event) => onBargeIn(event.target.checked)}
              />{' '}
              Barge in
            </label>
          )}
          {takes.includes('agentAnswers') && (
            <button type="button" className="small" onClick={() => hand.act({ agentAnswers: true })}>
              Agent answers
            </button>
          )}
          <button
            type="button"
            className="small danger"
            disabled={!takes.includes('hangUp') && view.waitsFor?.for !== 'pause'}
            onClick={() => hand.act({ hangUp: true })}
          >
            {isVoice ? 'Hang up' : 'Leave'}
          </button>
        </div>
      )}
    </section>
  );
}

/** What the call does now. */
export function State({ view }: { readonly view: CallView }) {
  if (view.ending !== null)
    return <Badge tone={view.ending.reason === 'error' ? 'bad' : 'good'}>{view.ending.reason}</Badge>;
  const waits = view.waitsFor?.for ?? '';
  return <Badge tone={waits === 'pause' ? 'warn' : 'live'}>{WAITS[waits] ?? waits}</Badge>;
}

const WAITS: { readonly [wait: string]: string } = {
  pause: 'paused',
  playback: 'plays',
  digits: 'waits for digits',
  verification: 'asks whether it is right',
  choice: 'waits for a choice',
  dataAction: 'waits for a data action',
  time: 'waits',
  answer: 'waits for an answer',
  silence: 'waits for silence',
  recording: 'records',
  transfer: 'rings',
  agent: 'waits for an agent',
};

function Keypad({
  takes,
  hand,
  bargeIn,
}: {
  readonly takes: readonly string[];
  readonly hand: InHand;
  readonly bargeIn: boolean;
}) {
  return (
    <fieldset className="keypad" disabled={!takes.includes('press')}>
      <legend className="sr-only">Keypad</legend>
      {KEYS.map((key) => (
        <button
          key={key}
          type="button"
          onClick={() => hand.act({ press: key, bargeIn })}
          aria-label={NAMES[key] ?? key}
          data-letters={LETTERS[key] ?? ' '}
        >
          {key}
        </button>
      ))}
    </fieldset>
  );
}

const NAMES: { readonly [key: string]: string } = { '*': 'Star', '#': 'Pound' };

function Words({
  act,
  takes,
  hand,
  bargeIn,
  speech,
}: {
  readonly act: 'say' | 'write';
  readonly takes: readonly string[];
  readonly hand: InHand;
  readonly bargeIn: boolean;
  readonly speech?: RefObject<HTMLInputElement | null>;
}) {
  const [text, setText] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    const done = await hand.act(act === 'write' ? { write: text } : { say: text, bargeIn });
    if (done !== undefined) setText('');
  };
  return (
    <form className="words" onSubmit={submit}>
      <input
        ref={speech}
        dir="auto"
        aria-label={act === 'say' ? 'Say' : 'Write'}
        placeholder={act === 'say' ? 'Say something' : 'Write a message'}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" disabled={!takes.includes(act)}>
        {act === 'say' ? 'Say' : 'Send'}
      </button>
    </form>
  );
}
