import { ACT_FORMS, WRITTEN_FORMS } from '../simulator/caller-script.ts';
import { COMMANDS_HELP } from '../simulator/terminal/command-forms.ts';
import { PLAY_OPTIONS } from './play-options.ts';
import type { CliCommand } from './program.ts';
import type { SimulateOptions } from './simulate-options.ts';

/** `attendant simulate`: plays one call of a flow in the terminal, on a virtual clock. */
export const simulateCommand: CliCommand = {
  define(program, run, io) {
    program
      .command('simulate')
      .description('play a call: hear the prompts as text, press keys, push the clock on')
      .argument(
        '[flow]',
        'a flow file; with --call the folder or a file of the flows, else as serve finds them',
      )
      .option('--from <number>', "the caller's number, such as +13175550123; withheld when absent")
      .option('--to <number>', 'the number called')
      .option(
        '--message <text>',
        'what the customer writes first, in flows of messages and e-mails and in bots',
      )
      .option('--subject <text>', 'the subject of the e-mail')
      .option(
        '--keys <k,k,…>',
        `what the caller does at each prompt: ${ACT_FORMS}; then silence. In writing: ${WRITTEN_FORMS}`,
      )
      .option('--json', 'print one JSON event a line')
      .option('--language <tag>', "one of the flow's languages")
      .option(
        '--input <name=value>',
        'an input variable of the flow; may be repeated',
        (value, before) => [...before, value],
        [] as string[],
      )
      .option('--environment <file>', 'settings and queues; else local.environment.json beside the flow')
      .option(
        '--platform <file>',
        'clients, integrations, templates; else local.platform.json beside the flow',
      )
      .option(
        '--integrations <file>',
        'hosts and credentials of receivers; else local.integrations.json beside the flow',
      )
      .option(...PLAY_OPTIONS.fault, (value: string, before: readonly string[]) => [...before, value], [])
      .option(...PLAY_OPTIONS.record)
      .option(...PLAY_OPTIONS.replay)
      .option('--data <folder>', 'keep the call in the database of this folder; else in memory')
      .option('--at <time>', 'when the call comes in, ISO 8601; else now')
      .option(
        '--break <place>',
        'pause before an action, task:name or menu:name; "place if expression"; may be repeated',
        (value, before) => [...before, value],
        [] as string[],
      )
      .option('--call <id>', 'look back on a call that --data keeps, live or simulated, and play on from it')
      .option('--test <file>', 'play the call of a flow test, as attendant test does')
      .option('--save-test <file>', 'add the call to a file of flow tests')
      .option('--name <text>', 'the name of that test')
      .option('--ask', 'answer data actions yourself, with :answer; none is sent by itself')
      .addHelpText(
        'after',
        `\nCommands, at the keyboard or as lines that are piped in:\n${indented(COMMANDS_HELP)}\n\nExample:\n  attendant simulate flows/whatsapp-consent.flow.json --from +13175550123 --keys 1,1`,
      )
      .action((flow: string | undefined, options: SimulateOptions) =>
        run(async () => (await import('./simulate-run.ts')).simulate(flow, options, io)),
      );
  },
};

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
