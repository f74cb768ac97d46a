import { Command, CommanderError } from 'commander';
import { AttendantError } from '../errors.ts';
import { actionCommand } from './action.ts';
import { campaignCommand } from './campaign.ts';
import { checkCommand } from './check.ts';
import { demoCommand } from './demo.ts';
import { diffCommand } from './diff.ts';
import { domainCommand } from './domain.ts';
import { importCommand } from './import.ts';
import { initCommand } from './init.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import { secretCommand } from './secret.ts';
import { serveCommand } from './serve.ts';
import { simulateCommand } from './simulate.ts';
import { testCommand } from './test.ts';

/** A command: its words, its options, and what it does. */
export interface CliCommand {
  readonly define: (command: Command, run: (work: () => Promise<ExitCode>) => Promise<void>, io: Io) => void;
}

/** Every command, in the order help lists them. Adding one: its file and a line here. */
const COMMANDS: readonly CliCommand[] = [
  checkCommand,
  simulateCommand,
  testCommand,
  diffCommand,
  actionCommand,
  importCommand,
  secretCommand,
  domainCommand,
  campaignCommand,
  initCommand,
  serveCommand,
  demoCommand,
];

const EXAMPLES = `
Examples:
  attendant check flows
  attendant simulate flows/whatsapp-consent.flow.json --from +13175550123 --keys 1,1
  attendant serve --port 8080`;

/** Runs the command line. @param args without node and script. @returns the exit code. */
export async function runCli(args: readonly string[], io: Io, version: string): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const program = new Command('attendant')
    .description('Run, simulate and test call flows on your own machine.')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'show help')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showSuggestionAfterError(true);
  const run = async (work: () => Promise<ExitCode>) => {
    code = await work();
  };
  for (const { define } of COMMANDS) define(program, run, io);
  for (const command of program.commands) alike(command, io);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return failure(error, io);
  }
}

/** Subcommands do not inherit these from the program. */
function alike(command: Command, io: Io): void {
  for (const below of command.commands) alike(below, io);
  command
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .helpOption('--help', 'show help');
}

function failure(error: unknown, io: Io): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.wrongUsage;
  if (error instanceof UsageError) {
    io.err(`${error.message}\n`);
    return EXIT.wrongUsage;
  }
  if (!(error instanceof AttendantError)) throw error;
  io.err(`${error.message}\n`);
  return EXIT.failed;
}
