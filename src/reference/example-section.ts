import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import { jsonLayout } from '../authoring/json-layout.ts';
import { eventLine, LINE_MARKS } from '../simulator/event-text.ts';
import type { ReferenceCase } from './case-file.ts';
import { block, mono, page } from './markdown.ts';

const WIDTH = 110;

/** Parts of a case that the page tells in words, or not at all. */
const TOLD: readonly string[] = ['name', 'rule', 'example', 'flow', 'stimuli', 'expect'];

/** An example as Markdown: the flow, what happens outside, and what the transcript says then. */
export function exampleSection(example: ReferenceCase): string {
  const others = Object.entries(example as unknown as JsonObject).filter(([name]) => !TOLD.includes(name));
  return page([
    `It ${example.name}:`,
    block('json', jsonLayout(example.flow, WIDTH)),
    ...others.map(
      ([name, value]) => `With this ${mono(name)}:\n\n${block('json', jsonLayout(value, WIDTH))}`,
    ),
    stimuliInWords(example.stimuli ?? []),
    transcriptOf(example),
    ends(example),
  ]).trimEnd();
}

const STIMULI: { readonly [stimulus: string]: (value: Json) => string } = {
  press: (keys) => `the caller presses ${mono(String(keys))}`,
  say: (words) => `the caller says “${String(words)}”`,
  write: (text) => `the customer writes “${String(text)}”`,
  after: (seconds) => `${String(seconds)} ${seconds === 1 ? 'second passes' : 'seconds pass'}`,
  hangUp: () => 'the caller hangs up',
  agentAnswers: () => 'an agent answers',
  dataAction: dataActionInWords,
};

function dataActionInWords(answer: Json): string {
  if (!isJsonObject(answer)) return 'the data action gives no answer in time';
  const [[how, values] = ['', null]] = Object.entries(answer);
  const verb = { success: 'succeeds with', failure: 'fails with' }[how] ?? `answers (${how})`;
  return `the data action ${verb} ${mono(JSON.stringify(values))}`;
}

function stimuliInWords(stimuli: readonly object[]): string | undefined {
  if (stimuli.length === 0) return undefined;
  const words = stimuli.flatMap((one) =>
    Object.entries(one as JsonObject).map(
      ([name, value]) => STIMULI[name]?.(value) ?? `${name} ${mono(JSON.stringify(value))}`,
    ),
  );
  return `What happens outside: ${words.join('; ')}.`;
}

function transcriptOf({ expect: { events = [] } }: ReferenceCase): string | undefined {
  const lines = events.flatMap((event) => {
    const line = eventLine(event);
    return line === undefined ? [] : [`${LINE_MARKS[line.kind]} ${line.text}`];
  });
  return lines.length === 0 ? undefined : `The transcript then says:\n\n${block('text', lines.join('\n'))}`;
}

/** What is left; what was heard only when no event tells it. */
function ends({
  expect: { events = [], variables = {}, participantData = {}, heard, ending },
}: ReferenceCase): string {
  const tells = (type: string) => events.some((event) => event.type === type);
  return [
    ...(heard === undefined || tells('playedAudio')
      ? []
      : [`Heard: ${heard.map((text) => `“${text}”`).join(', ')}.`]),
    ...pairs('Variables', variables),
    ...pairs('Participant data', participantData),
    ...(ending === undefined || tells('endedFlow') ? [] : [`The flow ends: ${mono(ending.reason)}.`]),
  ].join(' ');
}

function pairs(title: string, values: JsonObject): readonly string[] {
  const words = Object.entries(values).map(
    ([name, value]) => `${mono(name)} is ${mono(JSON.stringify(value))}`,
  );
  return words.length === 0 ? [] : [`${title} then: ${words.join(', ')}.`];
}
