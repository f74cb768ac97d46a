import type { ExitCode, Io } from './io.ts';
import type { CliCommand } from './program.ts';

/** What the subcommands share. */
export interface DomainOptions {
  readonly data: string;
  readonly platform?: string;
  readonly resolver?: string;
  readonly json?: true;
}

const HELP = `
check asks DNS and changes nothing; it works before the domain is added and while Attendant serves.
It ends with 0 when nothing is missing, with 1 when something is, with 2 for wrong usage.

Examples:
  attendant domain check sales.example.com
  attendant domain add sales.example.com
  attendant domain records sales.example.com >> db.example.com
  attendant domain activate sales.example.com --resolver 127.0.0.1:5353`;

/** `attendant domain`: the domains that e-mail is sent from (M). */
export const domainCommand: CliCommand = {
  define(program, run, io) {
    const domain = program
      .command('domain')
      .description('add, check and activate the domains that e-mail is sent from')
      .addHelpText('after', HELP);
    type Work = (name: string, options: DomainOptions, io: Io) => Promise<ExitCode>;
    const add = (
      name: string,
      description: string,
      work: (commands: Commands) => Work,
      argument?: string,
    ) => {
      const command = domain.command(name).description(description);
      if (argument !== undefined) command.argument('<name>', argument);
      command
        .option('--data <folder>', 'folder of the database', 'data')
        .option('--platform <file>', 'region and DNS servers; else local.platform.json beside the flows')
        .option('--json', 'print one JSON document');
      if (name === 'check' || name === 'activate')
        command.option('--resolver <host:port>', 'DNS server to ask, such as 127.0.0.1:5353');
      command.action((...given: readonly unknown[]) =>
        run(async () => {
          const commands = await import('./domain-commands.ts');
          const [text, options] = argument === undefined ? ['', given[0]] : [String(given[0]), given[1]];
          return work(commands)(text, options as DomainOptions, io);
        }),
      );
    };
    const subdomain = 'a subdomain, such as sales.example.com';
    add('check', 'say what is missing before anything is sent', ({ check }) => check, subdomain);
    add('add', 'add a domain: makes its DKIM key', ({ add: addDomain }) => addDomain, subdomain);
    add(
      'records',
      'print the records to publish as lines of a zone file',
      ({ records }) => records,
      subdomain,
    );
    add('activate', 'look the records up and store what they are', ({ activate }) => activate, subdomain);
    add('list', 'list the domains and from when on they send', ({ list }) => list);
  },
};

type Commands = typeof import('./domain-commands.ts');
