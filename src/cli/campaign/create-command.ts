import type { Diagnostic } from '../../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { readCampaignFile } from '../../files/campaign-file.ts';
import type { JsonFile } from '../../files/json-file.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { inOrder, reportText } from '../report.ts';
import type { CampaignOptions } from './campaign-commands.ts';
import { count, oneLine, statusWord } from './campaign-text.ts';
import { CAMPAIGNS, readView } from './campaign-view.ts';
import { throughDoor } from './open-door.ts';
import { PlatformRefusal } from './platform-door.ts';

/** `attendant campaign create`: makes a campaign of a file, or changes the one of its name. */
export async function createCampaign(path: string, options: CampaignOptions, io: Io): Promise<ExitCode> {
  const read = readCampaignFile(path);
  if (!read.ok) return faulty(read.diagnostics, options, io);
  const { file } = read;
  return throughDoor(options, io, 'change', async (door) => {
    try {
      const body = await door.post(CAMPAIGNS, file.json);
      const { name, status, contactList } = readView(body);
      if (options.json === true) io.out(`${JSON.stringify({ ok: true, campaign: body }, null, 2)}\n`);
      else {
        const contacts = `${count(contactList.contacts)} ${contactList.contacts === 1 ? 'contact' : 'contacts'}`;
        const where = `${contacts} in ${oneLine(contactList.name)}`;
        io.out(`Stored the campaign ${oneLine(name)}, which is ${statusWord(status)}: ${where}.\n`);
      }
      return EXIT.ok;
    } catch (error) {
      if (!(error instanceof PlatformRefusal)) throw error;
      return faulty(diagnosticsOf(error.body, file), options, io);
    }
  });
}

function faulty(diagnostics: readonly Diagnostic[], { json }: CampaignOptions, io: Io): ExitCode {
  const ordered = inOrder(diagnostics);
  if (json === true) io.out(`${JSON.stringify({ ok: false, diagnostics: ordered }, null, 2)}\n`);
  else io.err(reportText(ordered, io.hasColors));
  return EXIT.failed;
}

/** What the platform found wrong, with its places in the file. */
function diagnosticsOf(refusal: JsonObject, file: JsonFile): readonly Diagnostic[] {
  const { errors } = refusal;
  const faults = Array.isArray(errors) && errors.length > 0 ? errors : [refusal];
  return faults.filter(isJsonObject).map((fault) => {
    const pointer = pointerOf(fieldOf(fault));
    const message = String(fault['message']).replace(/\.$/, '');
    const found = {
      file: file.file,
      pointer,
      severity: 'error' as const,
      code: String(fault['code']),
      message,
    };
    return { ...found, ...file.locate(pointer) };
  });
}

function fieldOf({ details }: JsonObject): string {
  const [detail]: readonly Json[] = Array.isArray(details) ? details : [];
  const field = isJsonObject(detail) ? detail['fieldName'] : undefined;
  return typeof field === 'string' ? field : '';
}

function pointerOf(field: string): string {
  return field === '' ? '' : `/${field.split('.').join('/')}`;
}
