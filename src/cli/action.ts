import { actionTestCommand } from './action-test.ts';
import { actionContractCommand } from './contract-from-sample.ts';
import { actionSampleCommand } from './contract-sample.ts';
import type { CliCommand } from './program.ts';

/** Everything about a single data action, in the order help lists it. Adding one: its file and a line here. */
const COMMANDS: readonly CliCommand[] = [actionTestCommand, actionSampleCommand, actionContractCommand];

/** `attendant action …`: the workbench for data actions. */
export const actionCommand: CliCommand = {
  define(program, run, io) {
    const action = program.command('action').description('try, check and describe data actions');
    for (const { define } of COMMANDS) define(action, run, io);
  },
};
