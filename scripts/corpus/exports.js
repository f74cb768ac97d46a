// Flows exported from Architect: every expression in them must be read to the tree and the types they hold.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolve } from '../../dist/runtime/expression/architect/resolve.js';

/** Each value with a typed tree in the exports of a folder: shares, and the misses by file. */
export function exportedExpressions(folder) {
  const files = readdirSync(join(folder, 'flows')).filter((file) => /\.i3\w+$/.test(file));
  const values = files.flatMap((file) =>
    expressionsIn(join(folder, 'flows', file)).map((value) => ({ file, ...value })),
  );
  const misses = values.flatMap(({ file, text, type, config }) => {
    const problem = difference(text, type, config);
    return problem === undefined ? [] : [{ file, text, type, problem }];
  });
  return {
    name: 'Architect exports, text to tree and type',
    total: values.length,
    passed: values.length - misses.length,
    misses,
  };
}

/** base64, then percent-encoded text, then JSON. */
function expressionsIn(path) {
  const json = JSON.parse(
    decodeURIComponent(Buffer.from(readFileSync(path, 'utf8'), 'base64').toString('utf8')),
  );
  const found = [];
  collect(json, found);
  return found;
}

function collect(node, found) {
  if (typeof node !== 'object' || node === null) return;
  if (isExpression(node)) found.push(node);
  for (const child of Object.values(node)) collect(child, found);
}

/** Values in literal mode and empty ones hold no expression text. */
function isExpression({ config, text, type, uiMetaData }) {
  if (typeof config !== 'object' || config === null || typeof text !== 'string' || typeof type !== 'string')
    return false;
  const [node] = Object.keys(config);
  if (node === 'emp' || [1, 3].includes(uiMetaData?.mode)) return false;
  return node !== 'lit' || uiMetaData?.mode !== undefined;
}

function difference(text, type, config) {
  try {
    return compared(resolve(text, typeOf(type), namesIn(config)), config);
  } catch (error) {
    return `${error.message} (character ${error.pos})`;
  }
}

/** The export tells which names are variables and of what type. */
function namesIn(config) {
  const names = new Map();
  collectNames(config, names);
  return (parts) => {
    for (let length = parts.length; length > 0; length -= 1) {
      const name = parts.slice(0, length).join('.');
      const type = names.get(name.toLowerCase());
      if (type !== undefined)
        return { reference: { scope: 'flow', name, members: [], type: 'any' }, type, length };
    }
    return { code: 'UNKNOWN_VARIABLE', message: `there is no variable ${parts.join('.')}`, hint: '' };
  };
}

function collectNames(node, names) {
  if (typeof node !== 'object' || node === null) return;
  for (const kind of ['ref', 'sysref']) {
    const name = node[kind];
    if (name !== undefined) names.set(name.text.replaceAll(/\s/g, '').toLowerCase(), typeOf(name.type));
  }
  for (const child of Object.values(node)) collectNames(child, names);
}

function typeOf(type) {
  return type.replace(/_coll$/, '[]');
}

/** The first difference between a tree of ours and one of an export; undefined when there is none. */
function compared(node, config) {
  const [key] = Object.keys(config);
  const theirs = config[key];
  const at = `character ${theirs.pos}`;
  if (nameOf(node).toLowerCase() !== kindOf(key)) return `${at}: ${key} is read as ${nameOf(node)}`;
  if (node.pos !== theirs.pos) return `${at}: ${key} is placed at ${node.pos}`;
  if (node.type !== typeOf(theirs.type))
    return `${at}: ${key} of type ${theirs.type} is read as ${node.type}`;
  if (node.kind === 'literal' && key === 'lit' && !sameLiteral(node, theirs.text))
    return `${at}: ${JSON.stringify(theirs.text)} is read as ${JSON.stringify(node.value)}`;
  if (node.kind !== 'call') return undefined;
  if (node.operands.length !== theirs.operands.length) return `${at}: ${theirs.operands.length} operands`;
  return node.operands.map((operand, index) => compared(operand, theirs.operands[index])).find(Boolean);
}

function nameOf(node) {
  if (node.kind === 'call') return node.name;
  return node.kind === 'literal' && node.value === null ? 'nul' : node.kind;
}

function kindOf(key) {
  if (key === 'lit') return 'literal';
  return key === 'ref' || key === 'sysref' ? 'variable' : key.toLowerCase();
}

function sameLiteral({ type, value }, text) {
  return type === 'dec' ? Number(value) === Number(text) : String(value) === text;
}
