import type { Command } from 'commander';
import type { CampaignOptions } from './campaign/campaign-commands.ts';
import type { ExitCode, Io } from './io.ts';
import type { CliCommand } from './program.ts';

const HELP = `
While Attendant serves from the data folder it does what is asked here. Otherwise the database is changed directly, and
nothing goes out before attendant serve, or attendant campaign run.

Examples:
  attendant campaign list
  attendant campaign start "Order news"`;

type Commands = typeof import('./campaign/campaign-commands.ts');
type Work = (name: string, options: CampaignOptions, io: Io) => Promise<ExitCode>;

/** `attendant campaign …`: messages to the contacts of a list (C). */
export const campaignCommand: CliCommand = {
  define(program, run, io) {
    const campaign = program
      .command('campaign')
      .description('write to the contacts of a list: import, create, run, watch, export')
      .addHelpText('after', HELP);
    const add = (name: string, description: string, work: (commands: Commands) => Work) => {
      const command = campaign
        .command(name)
        .description(description)
        .argument('<campaign>', 'its name or id');
      doorOptions(command).action((named: string, options: CampaignOptions) =>
        run(async () => work(await import('./campaign/campaign-commands.ts'))(named, options, io)),
      );
    };
    const list = campaign.command('list').description('list the campaigns and how far they are');
    doorOptions(list).action((options: CampaignOptions) =>
      run(async () => (await import('./campaign/campaign-commands.ts')).list(options, io)),
    );
    add('status', 'how a campaign stands, and why', ({ status }) => status);
    add('start', 'start a campaign, or go on with it', ({ start }) => start);
    add('stop', 'hand over nothing more; what was goes out', ({ stop }) => stop);
    add(
      'reset',
      'forget how far it is: the next start goes through the whole list again',
      ({ reset }) => reset,
    );
  },
};

/** The options of everything that asks the platform. */
function doorOptions(command: Command): Command {
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
    .option('--json', 'print one JSON document');
}
