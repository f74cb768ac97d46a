import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import editor from 'vscode-json-languageservice';

/** The JSON engine of VS Code, which finds schemas by `$schema` alone, as it does for authors. */
const service = editor.getLanguageService({
  schemaRequestService: async (uri) => readFileSync(fileURLToPath(uri), 'utf8'),
  workspaceContext: { resolveRelativePath: (path, base) => new URL(path, base).href },
});
const FLOW =
  '{ "$schema": "../schemas/flow.schema.json", "type": "inboundCall", "name": "x", "startUp": { "task": "a" }, ';

/** What the editor offers at `|`, what it underlines, and what it says on hover over `startUp`. */
async function edited(text: string) {
  const document = editor.TextDocument.create(
    pathToFileURL('flows/x.flow.json').href,
    'json',
    1,
    text.replace('|', ''),
  );
  const json = service.parseJSONDocument(document);
  const offered = await service.doComplete(document, document.positionAt(text.indexOf('|')), json);
  const hover = await service.doHover(document, document.positionAt(text.indexOf('"startUp"') + 2), json);
  return {
    offered: offered?.items.map(({ label }) => label) ?? [],
    underlined: (await service.doValidation(document, json)).map(({ message }) => message),
    hover: JSON.stringify(hover?.contents),
  };
}

describe('R1 VS Code, through $schema alone,', () => {
  it('completes the actions of a task', async () => {
    const { offered } = await edited(`${FLOW}"tasks": { "a": [ { | } ] } }`);
    expect(offered).toEqual(expect.arrayContaining(['callData', 'collectInput', 'playAudio', 'id', 'note']));
  });

  it('completes the settings of an action, and names those that are missing', async () => {
    const { offered, underlined } = await edited(`${FLOW}"tasks": { "a": [ { "collectInput": { | } } ] } }`);
    expect(offered).toEqual(expect.arrayContaining(['audio', 'digits', 'saveAs', 'outputs']));
    expect(underlined).toContain('Missing property "saveAs".');
  });

  it('completes the operators of a rule', async () => {
    const { offered } = await edited(`${FLOW}"tasks": { "a": [ { "decision": { "condition": { | } } } ] } }`);
    expect(offered).toEqual(expect.arrayContaining(['==', 'and', 'var', 'IsSet']));
  });

  it('underlines mistakes, and says on hover what a setting is', async () => {
    const { underlined, hover } = await edited(`${FLOW}"tasks": { "a": [ { "playAudoi": "x" } ] } |}`);
    expect(underlined).toContain('Property playAudoi is not allowed.');
    expect(hover).toContain('Where the flow begins');
  });

  it('finds nothing wrong with the flows that ship', async () => {
    for (const name of ['whatsapp-consent', 'appointment-reminder']) {
      const text = readFileSync(`flows/${name}.flow.json`, 'utf8');
      expect((await edited(`${text}|`)).underlined).toEqual([]);
    }
  });

  it('completes what a flow test expects and what data actions answer', async () => {
    const TEST = '{ "$schema": "../schemas/test.schema.json", "tests": { "a": ';
    const expected = await edited(`${TEST}{ "expect": { | } } } }`);
    expect(expected.offered).toEqual(expect.arrayContaining(['heard', 'path', 'messages', 'end']));
    const answers = await edited(`${TEST}{ "dataActions": { "x": { | } } } } }`);
    expect(answers.offered).toEqual(expect.arrayContaining(['outputs', 'failure', 'timeout', 'status']));
    const ends = await edited(`${TEST}{ "expect": { "end": | } } } }`);
    expect(ends.offered).toEqual(expect.arrayContaining(['"flowDisconnected"', '"transferred"']));
    const { underlined } = await edited(`${TEST}{ "expect": { "herd": [] } } }|}`);
    expect(underlined).toContain('Property herd is not allowed.');
  });
});
