import { join } from 'node:path';
import type { Io } from './io.ts';
import type { CliCommand } from './program.ts';

const CALLER = '+13175550123';

/** `attendant demo`: plays the WhatsApp-consent call from end to end and prints what happened. */
export const demoCommand: CliCommand = {
  define(program, run, io) {
    program
      .command('demo')
      .description('play the WhatsApp-consent call from end to end: one caller agrees, another does not')
      .action(() =>
        run(async () => {
          const agreed = await playOne(
            'A caller agrees and confirms the number: press 1, then 1.',
            '1,1',
            io,
          );
          const declined = await playOne('Another caller declines: press 2.', '2', io);
          return agreed === 0 ? declined : agreed;
        }),
      );
  },
};

async function playOne(title: string, keys: string, io: Io) {
  const { simulate } = await import('./simulate-run.ts');
  const { SHIPPED_FLOWS } = await import('../files/workspace.ts');
  io.out(`\n${title}\n${'─'.repeat(title.length)}\n`);
  return simulate(
    join(SHIPPED_FLOWS, 'whatsapp-consent.flow.json'),
    { from: CALLER, keys, input: [], break: [] },
    io,
  );
}
