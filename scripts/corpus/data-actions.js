// Data actions as Genesys Cloud exports them: each is loaded, its request rendered from an input made for its contract, and
// an answer made for its contract mapped to outputs.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileDataAction } from '../../dist/actions/compile-data-action.js';
import { readResponse } from '../../dist/actions/read-response.js';
import { renderRequest } from '../../dist/actions/render-request.js';
import { answerFor } from '../../dist/actions/samples/answer-for.js';
import { inputFor } from '../../dist/actions/samples/input-for.js';
import { sampleOf } from '../../dist/actions/samples/sample-of.js';
import { sampleSecrets } from '../../dist/actions/samples/sample-secrets.js';

/** How far a file came; each is a share of its own. */
const STAGES = [
  ['loaded', 'loaded'],
  ['rendered', 'request rendered'],
  ['mapped', 'answer mapped to outputs'],
];
/** Where a file made from Terraform has a gap that only an apply fills. */
const GAP = '<<TF:';

/**
 * The shares of the data actions of a folder, with what each file lacks: `actions` and `actions-terraform` in it, or the
 * folder itself. Files with gaps are counted apart.
 */
export function exportedDataActions(folder) {
  const files = definitionFiles(folder).map((path) => ({
    file: path,
    text: readFileSync(join(folder, path), 'utf8'),
  }));
  const whole = files.filter(({ text }) => !text.includes(GAP));
  const gaps = files.filter(({ text }) => text.includes(GAP));
  return [...sharesOf('Data actions', whole), ...sharesOf('Data actions with gaps', gaps)];
}

function definitionFiles(folder) {
  const folders = ['actions', 'actions-terraform'].filter((name) => existsSync(join(folder, name)));
  const places = folders.length > 0 ? folders : ['.'];
  return places.flatMap((place) =>
    readdirSync(join(folder, place))
      .filter((file) => file.endsWith('.json'))
      .map((file) => join(place, file))
      .filter((path) => isDefinition(join(folder, path))),
  );
}

/** Whatever else lies in a folder of its own choosing is none of ours. */
function isDefinition(path) {
  return /"contract"\s*:/.test(readFileSync(path, 'utf8'));
}

function sharesOf(what, files) {
  if (files.length === 0) return [];
  const found = files.map(({ file, text }) => ({ file, ...attempt(file, text) }));
  return STAGES.map(([stage, name]) => {
    const misses = found
      .filter((one) => one[stage] !== true)
      .map((one) => ({ file: one.file, left: one[stage] }));
    return { name: `${what}, ${name}`, total: files.length, passed: files.length - misses.length, misses };
  });
}

/** Nothing may throw, whatever a file holds. */
function attempt(file, text) {
  try {
    return stagesOf(file, text);
  } catch (error) {
    return { loaded: [`throws ${error.message}`], rendered: NOT_LOADED, mapped: NOT_LOADED };
  }
}

/** For each stage `true`, or what is in the way. */
function stagesOf(file, text) {
  const { dataAction, diagnostics } = compileDataAction(
    withGapsFilled(JSON.parse(text.replace(/^\ufeff/, ''))),
    file,
  );
  if (dataAction === undefined) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const loaded = errors.map(({ code, pointer, message }) => `${code} ${pointer} ${message}`);
    return { loaded, rendered: NOT_LOADED, mapped: NOT_LOADED };
  }
  return { loaded: true, rendered: rendered(dataAction), mapped: mapped(dataAction) };
}

/** What an apply would surely give: an address, and whether it is secure. Other gaps are texts like any other. */
function withGapsFilled(definition) {
  const { secure, config } = definition;
  const url = config?.request?.requestUrlTemplate;
  if (typeof secure === 'string' && secure.includes(GAP)) definition.secure = false;
  if (typeof url === 'string' && url.startsWith(GAP))
    config.request.requestUrlTemplate = url.replace(/^<<TF:.*?>>/, 'https://api.example.com');
  return definition;
}

const NOT_LOADED = ['not loaded'];

function rendered(dataAction) {
  const values = { input: inputFor(dataAction), settings: {}, ...sampleSecrets(dataAction) };
  const result = renderRequest(dataAction, values);
  return result.ok ? true : failureText(result.failure);
}

/** readResponse holds what came out against the contract. */
function mapped(dataAction) {
  const answer = answerFor(dataAction, sampleOf(dataAction.definition.contract.output.successSchema));
  if (!answer.ok) return [answer.reason];
  const read = readResponse(dataAction, { status: 200, headers: {}, body: JSON.stringify(answer.body) });
  return read.ok ? true : failureText(read.failure);
}

function failureText({ errorCode, userMessage }) {
  return [`${errorCode} ${userMessage}`];
}
