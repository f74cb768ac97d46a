import { describe, expect, it } from 'vitest';
import { compileNlu } from '../../../src/runtime/understanding/compile-nlu.ts';
import type { NluSource } from '../../../src/runtime/understanding/nlu-schema.ts';
import { plainWords, similarity } from '../../../src/runtime/understanding/plain-words.ts';
import { type BuiltInSlotType, slotValue, yesOrNo } from '../../../src/runtime/understanding/slot-value.ts';
import { knowledgeAnswer, slotsIn, understandIntent } from '../../../src/runtime/understanding/understand.ts';
import type { VariableDeclaration } from '../../../src/runtime/variables.ts';

const SAID = { now: Date.UTC(2026, 0, 5, 10), language: 'en-US' };

const SOURCE: NluSource = {
  intents: {
    'Check order': { utterances: ['Where is my order?', 'My order number is {order}. Where is it?'] },
    'Cancel order': { utterances: ['Cancel my order', "I don't want this"], slots: ['order'] },
  },
  slotTypes: {
    OrderNumber: { pattern: '\\b[0-9]{8}\\b' },
    Size: { values: { small: ['tiny'], large: ['big', 'very big'], 'very large': ['huge'] } },
  },
  slots: { order: 'OrderNumber', size: 'Size', when: 'date' },
  knowledge: [{ questions: ['When are you open?', 'opening hours'], answer: 'From nine to five.' }],
};

const VARIABLES = new Map(
  ['Slot.order', 'Slot.size', 'Slot.when', 'Slot.count'].map((name): [string, VariableDeclaration] => [
    name.toLowerCase(),
    { name, type: name === 'Slot.count' ? 'integer' : 'string', isInput: false, isOutput: false },
  ]),
);

function compiled(source = SOURCE) {
  const faults: string[] = [];
  const nlu = compileNlu(source, VARIABLES, (keys, code, message) =>
    faults.push(`${keys.join('/')} ${code}: ${message}`),
  );
  return { nlu, faults };
}

describe('Intents', () => {
  it.each([
    ['where is my order', 'Check order', 100],
    ['WHERE IS MY ORDER ???', 'Check order', 100],
    ['My order number is 12345678. Where is it?', 'Check order', 100],
    ['I dont want this!', 'Cancel order', 100],
    ['please cancel my order now', 'Cancel order', 75],
    ['12345678', undefined, 0],
    ['hello', undefined, 0],
    ['', undefined, 0],
  ])('%s is %s', (text, intent, confidence) => {
    const { nlu } = compiled();
    const found = understandIntent(nlu, text, SAID);
    expect(found ?? { confidence: 0 }).toMatchObject(
      intent === undefined ? { confidence } : { intent, confidence },
    );
  });

  it('bring the slots that stand in what was said', () => {
    const { nlu } = compiled();
    expect(slotsIn(nlu, 'Check order', 'my order number is 12345678', SAID)).toEqual([
      ['Slot.order', '12345678'],
    ]);
    expect(slotsIn(nlu, 'Cancel order', 'cancel my order', SAID)).toEqual([]);
  });

  it('are not confused by the same words in another order', () => {
    expect(similarity(plainWords('my order cancel'), plainWords('cancel my order'))).toBe(99);
  });

  it('are compared by characters where words have no spaces', () => {
    expect(similarity(plainWords('注文を確認したい'), plainWords('注文を確認'))).toBeGreaterThan(70);
  });
});

describe('Slots', () => {
  it.each([
    ['Slot.size', 'a very big one', 'large'],
    ['Slot.size', 'Very large, please', 'very large'],
    ['Slot.size', 'bigger', undefined],
    ['Slot.order', '87654321', '87654321'],
    ['Slot.order', '1234', undefined],
    ['Slot.count', 'two or 3', 3],
    ['Slot.when', 'on 2026-02-30', undefined],
    ['Slot.when', 'tomorrow', '2026-01-06'],
  ])('%s of "%s" is %s', (slot, text, value) => {
    const type = compiled().nlu.slots.get(slot);
    expect(type && slotValue(type, text, SAID)).toBe(value);
  });

  it.each<[BuiltInSlotType, string, unknown]>([
    ['any', '  anything  ', 'anything'],
    ['any', 'x'.repeat(501), undefined],
    ['boolean', 'yes please', true],
    ['currency', 'about 12,50 euros', 12.5],
    ['date', '31.1.2026', '2026-01-31'],
    ['date', '1/31/2026', '2026-01-31'],
    ['email', 'it is ann@example.com', 'ann@example.com'],
    ['number', 'none', undefined],
    ['phoneNumber', '+1 317 555-0123', '+13175550123'],
    ['time', 'at 2:30 pm', '14:30:00'],
    ['time', '12 am', '00:00:00'],
    ['time', '25:00', undefined],
  ])('%s in "%s" is %s', (builtIn, text, value) => {
    expect(slotValue({ builtIn }, text, SAID)).toBe(value);
  });

  it.each([
    ['yes', 'en-US', true],
    ['No, thanks', 'en-US', false],
    ['ja, gerne', 'de-DE', true],
    ['stimmt nicht', 'de-DE', false],
    ['yes and no', 'en-US', undefined],
    ['perhaps', 'en-US', undefined],
  ])('%s in %s is %s', (text, language, answer) => expect(yesOrNo(text, language)).toBe(answer));
});

it('Dates are understood in a language that Intl does not know as it is written', () => {
  const said = { now: SAID.now, language: 'de-12345-12345' };
  expect(slotValue({ builtIn: 'date' }, 'morgen', said)).toBe('2026-01-06');
});

it('A knowledge base answers what is like one of its questions', () => {
  const { nlu } = compiled();
  expect(knowledgeAnswer(nlu, 'when are you open', 70)).toEqual({
    answer: 'From nine to five.',
    confidence: 100,
  });
  expect(knowledgeAnswer(nlu, 'when do you close', 70)).toBeUndefined();
});

describe('Faults of nlu', () => {
  it('are told all at once', () => {
    const { faults } = compiled({
      intents: { A: { utterances: ['the {oder}'], slots: ['size', 'x'] } },
      slotTypes: { Bad: { pattern: '(a' } },
      slots: { order: 'Ordernumber', none: 'Bad' },
    });
    expect(faults).toEqual([
      'slotTypes/Bad/pattern PATTERN: this pattern cannot be used: a ( has no )',
      'intents/A/utterances/0 UNKNOWN_SLOT: there is no slot `oder`',
      'intents/A/slots/1 UNKNOWN_SLOT: there is no slot `x`',
      'slots/order UNKNOWN_SLOT_TYPE: there is no slot type `Ordernumber`',
      'slots/none UNKNOWN_SLOT: there is no slot `none`',
    ]);
  });
});
