import { join } from 'node:path';
import type { Initialized } from '../platform/oauth/init-organization.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import type { CliCommand } from './program.ts';

interface Options {
  readonly data: string;
  readonly name?: string;
  readonly client?: string;
  readonly json?: true;
}

/** `attendant init`: the organization and a first OAuth client, whose secret is shown this once (O1). */
export const initCommand: CliCommand = {
  define(program, run, io) {
    program
      .command('init')
      .description('create the organization and an OAuth client that may do everything')
      .option('--data <folder>', 'folder of the database', 'data')
      .option('--name <organization>', 'name of the organization')
      .option(
        '--client <name>',
        'name of the client; makes another one where there is an organization already',
      )
      .option('--json', 'print JSON')
      .addHelpText('after', '\nExample:\n  attendant init --data ./data --name "Example Ltd"')
      .action((options: Options) => run(() => init(options, io)));
  },
};

async function init(options: Options, io: Io): Promise<ExitCode> {
  const { isName } = await import('../platform/authorization/request-texts.ts');
  for (const option of ['name', 'client'] as const) {
    if (options[option] !== undefined && !isName(options[option]))
      throw new UsageError(`--${option} must be one line of 1 to 200 characters.`);
  }
  const initialized = await initDatabase(options);
  if (!initialized.ok) {
    io.err(`The organization "${initialized.there.name}" is there already, and nothing was changed.
For another client: attendant init --data ${options.data} --client <name>, or POST /api/v2/oauth/clients.\n`);
    return EXIT.failed;
  }
  io.out(options.json === true ? asJson(initialized.made) : asText(initialized.made, options.data));
  return EXIT.ok;
}

async function initDatabase(options: Options) {
  const { v4: randomId } = await import('uuid');
  const { AttendantDatabase } = await import('../store/database.ts');
  const { initOrganization } = await import('../platform/oauth/init-organization.ts');
  const { systemClock } = await import('../system-clock.ts');
  const database = AttendantDatabase.open(join(options.data, 'attendant.db'));
  try {
    const parts = { database, clock: systemClock, ids: { next: () => randomId() } };
    return await initOrganization(parts, {
      ...(options.name !== undefined && { organizationName: options.name }),
      ...(options.client !== undefined && { clientName: options.client }),
    });
  } finally {
    database.close();
  }
}

function asJson({ organization, homeDivisionId, client, secret }: Initialized): string {
  const { id, name } = organization;
  return `${JSON.stringify(
    {
      organization: { id, name },
      homeDivision: { id: homeDivisionId },
      client: { id: client.id, name: client.name, secret },
    },
    null,
    2,
  )}\n`;
}

function asText({ organization, client, secret }: Initialized, data: string): string {
  return `The organization "${organization.name}" has the client "${client.name}", which may do everything.
  client id      ${client.id}
  client secret  ${secret}
The secret is not shown again; keep it where nobody else reads it.

  attendant serve --data ${data}
  curl -s http://localhost:8080/oauth/token -u CLIENT_ID:CLIENT_SECRET -d grant_type=client_credentials
`;
}
