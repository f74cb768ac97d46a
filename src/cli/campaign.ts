import type { Command } from 'commander';
import type { CampaignOptions } from './campaign/campaign-commands.ts';
import type { DncOptions } from './campaign/dnc-command.ts';
import type { ExportOptions } from './campaign/export-command.ts';
import type { ImportOptions } from './campaign/import-command.ts';
import type { RunOptions } from './campaign/run-command.ts';
import type { CliCommand } from './program.ts';

type Define = CliCommand['define'];

const HELP = `
While Attendant serves from the data folder it does what is asked here. Otherwise the database is changed directly, and
nothing goes out before attendant serve, or attendant campaign run.

Examples:
  attendant campaign import customers.csv --list Customers --whatsapp-column number
  attendant campaign create order-news.campaign.json
  attendant campaign run "Order news" --watch
  attendant campaign export "Order news" --out results.csv`;

/** `attendant campaign …`: messages to the contacts of a list (C). */
export const campaignCommand: CliCommand = {
  define(program, run, io) {
    const campaign = program
      .command('campaign')
      .description('write to the contacts of a list: import, create, run, watch, export')
      .addHelpText('after', HELP);
    for (const define of SUBCOMMANDS) define(campaign, run, io);
  },
};

const defineImport: Define = (campaign, run, io) =>
  void doorOptions(
    campaign
      .command('import')
      .description('fill a contact list from a CSV file; the list is made when it is not there')
      .argument('<file>', 'a CSV file: any encoding, with commas, semicolons or tabs')
      .requiredOption('--list <name>', 'the contact list')
      .option('--whatsapp-column <name>', 'a column with WhatsApp numbers; can be repeated', collect)
      .option('--phone-column <name>', 'a column with phone numbers; can be repeated', collect)
      .option('--email-column <name>', 'a column with e-mail addresses; can be repeated', collect)
      .option(
        '--time-zone-column <name>',
        'a column with the time zone of the contact, such as Europe/Berlin',
      )
      .option(
        '--id-column <name>',
        'a column with an id of the contact: one that is known is changed, not added',
      )
      .option('--on-error <skip|none>', 'what bad rows do: they are left out, or nothing is imported', 'skip')
      .option('--encoding <name>', 'of the file, such as windows-1252; else UTF-8')
      .addHelpText('after', IMPORT_HELP),
    EVENTS,
  ).action((file: string, options: ImportOptions) =>
    run(async () => (await import('./campaign/import-command.ts')).importContacts(file, options, io)),
  );

const IMPORT_HELP = `
The first row of the file names the columns. Bad rows are kept in <file>.rejected.csv with the reason.

Example:
  attendant campaign import customers.csv --list Customers --whatsapp-column number --id-column id`;

const defineDnc: Define = (campaign, run, io) =>
  void doorOptions(
    campaign
      .command('dnc')
      .description('fill a do-not-contact list from a CSV file; the list is made when it is not there')
      .argument('<file>', 'a CSV file; columns that are not named are read over')
      .requiredOption('--list <name>', 'the do-not-contact list')
      .option('--whatsapp-column <name>', 'a column with WhatsApp numbers; can be repeated', collect)
      .option('--phone-column <name>', 'a column with phone numbers; can be repeated', collect)
      .option('--email-column <name>', 'a column with e-mail addresses; can be repeated', collect)
      .option('--custom-column <name>', 'a column with values of the column of that name in contact lists')
      .option('--expiry-column <name>', 'a column with the time at which the entry ends')
      .option('--on-error <skip|none>', 'what bad rows do: they are left out, or nothing is imported', 'skip')
      .option('--encoding <name>', 'of the file, such as windows-1252; else UTF-8')
      .addHelpText('after', DNC_HELP),
    EVENTS,
  ).action((file: string, options: DncOptions) =>
    run(async () => (await import('./campaign/dnc-command.ts')).importDnc(file, options, io)),
  );

const DNC_HELP = `
Example:
  attendant campaign dnc stopped.csv --list Stopped --whatsapp-column number --email-column mail`;

const defineCreate: Define = (campaign, run, io) =>
  void doorOptions(
    campaign
      .command('create')
      .description('make a campaign of a file, or change the one of its name')
      .argument('<file>', 'a campaign as JSON: name.campaign.json')
      .addHelpText('after', CREATE_HELP),
  ).action((file: string, options: CampaignOptions) =>
    run(async () => (await import('./campaign/create-command.ts')).createCampaign(file, options, io)),
  );

const CREATE_HELP = `
The file is a MessagingCampaign as Genesys Cloud's API has it; contact list, template, filters and so on may be named by
"name". "$schema": "…/schemas/campaign.schema.json" gives completion in an editor.

Example:
  attendant campaign create order-news.campaign.json`;

const defineRun: Define = (campaign, run, io) =>
  void doorOptions(
    campaign
      .command('run')
      .description('start a campaign, and watch it until it ends')
      .argument('<campaign>', 'its name or id')
      .option('--watch', 'stay and show how far it is; without a serving Attendant it always does')
      .option('--flows <folder>', 'folder of the flows; else ./flows, else those that ship with Attendant')
      .option('--environment <file>', 'settings and queues; else local.environment.json beside the flows')
      .option('--integrations <file>', 'hosts and credentials; else local.integrations.json beside the flows')
      .addHelpText('after', RUN_HELP),
    EVENTS,
  ).action((name: string, options: RunOptions) =>
    run(async () => (await import('./campaign/run-command.ts')).runCampaign(name, options, io)),
  );

const RUN_HELP = `
Where no Attendant serves from the data folder this command sends by itself, as attendant serve would, until the campaign
ends. Ctrl-C stops the campaign; what was handed over goes out still. A second Ctrl-C stops watching.

It ends with 0 when the campaign is complete, with 1 when it was stopped or cannot go on.

Example:
  attendant campaign run "Order news" --watch`;

const defineExport: Define = (campaign, run, io) =>
  void doorOptions(
    campaign
      .command('export')
      .description('the result of each contact as CSV')
      .argument('<campaign>', 'its name or id')
      .option('--out <file>', 'the file to write; else the CSV is printed')
      .option('--bom', 'begin with a byte order mark, without which Excel does not read UTF-8')
      .addHelpText(
        'after',
        '\nExample:\n  attendant campaign export "Order news" --out order-news.results.csv',
      ),
    `${EVENTS}; needs --out`,
  ).action((name: string, options: ExportOptions) =>
    run(async () => (await import('./campaign/export-command.ts')).exportResults(name, options, io)),
  );

const defineMinutes: Define = (campaign, run, io) =>
  void doorOptions(
    campaign
      .command('minutes')
      .description('what happened in each minute of the last day')
      .argument('<campaign>', 'its name or id'),
  ).action((name: string, options: CampaignOptions) =>
    run(async () => (await import('./campaign/minutes-command.ts')).minutes(name, options, io)),
  );

const defineList: Define = (campaign, run, io) =>
  void doorOptions(campaign.command('list').description('list the campaigns and how far they are')).action(
    (options: CampaignOptions) =>
      run(async () => (await import('./campaign/campaign-commands.ts')).list(options, io)),
  );

/** A subcommand that does something with one campaign. */
function defineOne(name: 'status' | 'start' | 'stop' | 'reset', description: string): Define {
  return (campaign, run, io) =>
    void doorOptions(
      campaign.command(name).description(description).argument('<campaign>', 'its name or id'),
    ).action((named: string, options: CampaignOptions) =>
      run(async () => (await import('./campaign/campaign-commands.ts'))[name](named, options, io)),
    );
}

/** In the order help lists them. */
const SUBCOMMANDS: readonly Define[] = [
  defineImport,
  defineDnc,
  defineCreate,
  defineRun,
  defineOne('status', 'how a campaign stands, and why'),
  defineMinutes,
  defineExport,
  defineList,
  defineOne('start', 'start a campaign, or go on with it'),
  defineOne('stop', 'hand over nothing more; what was goes out'),
  defineOne('reset', 'forget how far it is: the next start goes through the whole list again'),
];

const EVENTS = 'print one JSON event a line';

/** The options of everything that asks the platform. */
function doorOptions(command: Command, json = 'print one JSON document'): Command {
  return command
    .option('--data <folder>', 'folder of the database', 'data')
    .option(
      '--port <number>',
      'of an Attendant on this machine; else the one that serves from the data folder',
    )
    .option(
      '--platform <file>',
      'clients, integrations, templates; else local.platform.json beside the flows',
    )
    .option('--json', json);
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
