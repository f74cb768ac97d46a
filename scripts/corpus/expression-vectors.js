// Published examples of Architect expressions with their results, `expression-vectors.jsonl`: what this program gives.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileExpressionText, isTextFault } from '../../dist/runtime/expression/architect/compile-text.js';
import { SCALAR_TYPES } from '../../dist/runtime/value-type.js';

/** Values of types whose value is no object with an id and a name. */
const VALUES = {
  string: 'text',
  integer: 5,
  decimal: 2.5,
  boolean: true,
  dateTime: '2026-01-05T10:00:00Z',
  date: '2026-01-05',
  time: '10:00:00',
  duration: 1500,
  currency: { amount: 5.25, code: 'USD' },
  phoneNumber: { raw: '+1', uri: 'tel:+1' },
  communication: 'text',
  user: { id: 'u1', name: 'Ann', username: 'ann@example.com' },
  externalAddress: { address1: '1 Main Street', city: 'Indianapolis' },
  externalPhoneNumber: { display: '+1 317-555-0123' },
};

/** Variables that the examples read: `Flow.UserVariable` and `Flow.ExternalContact` for each type. */
const VARIABLES = Object.fromEntries(
  SCALAR_TYPES.flatMap((type) => {
    const name = `Flow.${type.charAt(0).toUpperCase()}${type.slice(1)}`;
    const variable = { type, value: VALUES[type] ?? { id: type, name: type } };
    return [name, `${name}Variable`].map((one) => [one, variable]);
  }),
);

/** Built-in variables that the examples read. */
const BUILT_IN = {
  'Call.Ani': 'tel:+13175550123',
  'Call.Contact': { id: 'contact' },
  'Email.Message': {
    body: 'Hello',
    from: { id: 'ann@example.com', name: 'Ann' },
    attachments: [{ id: 'a1', name: 'invoice.pdf' }],
  },
};

/** Each example whose source does not contradict itself: shares and misses. Looks in the folder and in `../facts`. */
export function expressionVectors(folder) {
  const path = ['.', '../facts']
    .map((part) => join(folder, part, 'expression-vectors.jsonl'))
    .find(existsSync);
  const examples = path === undefined ? [] : readFileSync(path, 'utf8').trim().split('\n').map(parse);
  const counted = examples.filter(({ suspect }) => suspect === undefined);
  const misses = counted.flatMap((example) => {
    const got = outcome(example.in);
    return agrees(example, got) ? [] : [{ in: example.in, out: example.out, got: got.thrown ?? got.value }];
  });
  return {
    name: `Architect expressions, published examples (${examples.length - counted.length} suspect ones left out)`,
    total: counted.length,
    passed: counted.length - misses.length,
    misses,
  };
}

function parse(line) {
  return JSON.parse(line);
}

function outcome(text) {
  const expression = compileExpressionText(text, 'any', scope());
  if (isTextFault(expression)) return { thrown: expression.message };
  try {
    return { value: expression.evaluate(reader()) ?? null };
  } catch (error) {
    return { thrown: error.message };
  }
}

function scope() {
  const declared = Object.entries(VARIABLES).map(([name, { type }]) => [name.toLowerCase(), { name, type }]);
  return { taskName: 'examples', flow: new Map(declared), task: new Map() };
}

function reader() {
  const values = Object.entries(VARIABLES).map(([name, { value }]) => [name, value]);
  return {
    now: Date.UTC(2026, 0, 5, 10),
    flowVariables: Object.fromEntries(values),
    taskVariables: {},
    builtIn: (name) => BUILT_IN[name],
    find: (_kind, _by, text) => (text === 'foo' ? null : { id: text, name: text }),
  };
}

/** Where an example gives no result to compare, it has to run. Numbers agree by value, not by their zeros. */
function agrees({ out }, { thrown, value }) {
  if (out?.error === true) return thrown !== undefined;
  if (thrown !== undefined) return false;
  if (out === null) return true;
  const [kind] = Object.keys(out);
  return AGREES[kind]?.(out[kind], value) ?? false;
}

const AGREES = {
  int: (wanted, value) => String(value) === wanted,
  dec: (wanted, value) => value !== null && typeof value !== 'boolean' && Number(value) === Number(wanted),
  bln: (wanted, value) => value === wanted,
  text: (wanted, value) => value === wanted,
  dtm: (wanted, value) => value === wanted,
  durMs: (wanted, value) => value === wanted,
  notSet: (_type, value) => value === null,
  list: (wanted, value) => JSON.stringify(value) === JSON.stringify(wanted),
  cur: ([amount, code], value) =>
    value !== null &&
    value.code === code &&
    (amount === null
      ? value.amount === null
      : value.amount !== null && Number(value.amount) === Number(amount)),
};
