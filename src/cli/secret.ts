import { join } from 'node:path';
import type { ReadStream } from 'node:tty';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import type { CliCommand } from './program.ts';

interface Options {
  readonly data: string;
}

/** `attendant secret`: keeps secrets in the encrypted file beside the database (D8). No value is ever printed. */
export const secretCommand: CliCommand = {
  define(program, run, io) {
    const secret = program
      .command('secret')
      .description('keep credentials of integrations in an encrypted file')
      .addHelpText(
        'after',
        `
A secret is looked up in the environment first, then in this file. The passphrase of the file is the environment
variable ATTENDANT_SECRETS_PASSPHRASE. The value is read from standard input, never from the command line.

Examples:
  attendant secret set CRM_PASSWORD
  attendant secret set CRM_PASSWORD < password.txt
  attendant secret list`,
      );
    const data = ['--data <folder>', 'folder of the database and of the file', 'data'] as const;
    secret
      .command('set')
      .description('store a secret, or replace it')
      .argument('<name>', 'as {"secret": "NAME"} says it in a file of integrations')
      .option(...data)
      .action((name: string, options: Options) => run(() => set(name, options, io)));
    secret
      .command('list')
      .description('list the names of the secrets that are stored')
      .option(...data)
      .action((options: Options) => run(() => list(options, io)));
    secret
      .command('remove')
      .description('remove a secret')
      .argument('<name>')
      .option(...data)
      .action((name: string, options: Options) => run(() => remove(name, options, io)));
  },
};

async function set(name: string, options: Options, io: Io): Promise<ExitCode> {
  const { refuseSecretName } = await import('../integrations/secret-name.ts');
  const refusal = refuseSecretName(name);
  if (refusal !== undefined) throw new UsageError(`${refusal}.`);
  const store = await openStore(options, io);
  if (store === undefined) return EXIT.failed;
  const value = await readValue(name, io);
  if (value === undefined) return EXIT.failed;
  store.save(new Map([...store.secrets, [name, value]]));
  io.out(`${store.secrets.has(name) ? 'Replaced' : 'Stored'} ${name} in ${store.file}.\n`);
  return EXIT.ok;
}

async function list(options: Options, io: Io): Promise<ExitCode> {
  const { namesInSecretFile, SECRET_FILE } = await import('../integrations/secret-file.ts');
  const file = join(options.data, SECRET_FILE);
  const read = namesInSecretFile(file);
  if ('message' in read) {
    io.err(`${read.message}.\n`);
    return EXIT.failed;
  }
  io.out(read.names.map((name) => `${name}\n`).join(''));
  if (read.names.length === 0) io.err(`No secret is stored in ${file}.\n`);
  return EXIT.ok;
}

async function remove(name: string, options: Options, io: Io): Promise<ExitCode> {
  const store = await openStore(options, io);
  if (store === undefined) return EXIT.failed;
  if (!store.secrets.has(name)) {
    const { didYouMean } = await import('../authoring/suggest.ts');
    const { refuseSecretName } = await import('../integrations/secret-name.ts');
    const named = refuseSecretName(name) === undefined ? `No secret ${name}` : 'No such secret';
    io.err(`${named} is stored in ${store.file}; ${didYouMean(name, store.secrets.keys(), 'none is')}.\n`);
    return EXIT.failed;
  }
  store.save(new Map([...store.secrets].filter(([other]) => other !== name)));
  io.out(`Removed ${name} from ${store.file}.\n`);
  return EXIT.ok;
}

/** Opens the file, or says why that is not possible. */
async function openStore(options: Options, io: Io) {
  const { PASSPHRASE_VARIABLE } = await import('../integrations/secrets.ts');
  const { MIN_PASSPHRASE_LENGTH, readSecretFile, SECRET_FILE, writeSecretFile } = await import(
    '../integrations/secret-file.ts'
  );
  const file = join(options.data, SECRET_FILE);
  const passphrase = io.env(PASSPHRASE_VARIABLE) ?? '';
  if (passphrase.length < MIN_PASSPHRASE_LENGTH)
    throw new UsageError(
      `Set the environment variable ${PASSPHRASE_VARIABLE} to the passphrase of ${file}, of at least ${MIN_PASSPHRASE_LENGTH} characters.`,
    );
  const read = readSecretFile(file, passphrase);
  if (!read.ok) {
    io.err(`${read.message}.\n`);
    return undefined;
  }
  const save = (secrets: ReadonlyMap<string, string>) => writeSecretFile(file, secrets, passphrase);
  return { file, secrets: read.secrets, save };
}

/** From a terminal without showing it, else all of standard input but a line break at its end. */
async function readValue(name: string, io: Io): Promise<string | undefined> {
  const { MAX_SECRET_LENGTH } = await import('../integrations/secret-file.ts');
  const value = isTerminal(io.stdin)
    ? await readTyped(io.stdin, name, io)
    : await readPiped(io, MAX_SECRET_LENGTH);
  const refusal =
    value === undefined || value === ''
      ? 'No value was given'
      : value.length > MAX_SECRET_LENGTH
        ? `The value is longer than ${MAX_SECRET_LENGTH} characters`
        : value.includes('\0')
          ? 'The value holds a NUL character'
          : undefined;
  if (refusal === undefined) return value;
  io.err(`${refusal}; nothing was changed.\n`);
  return undefined;
}

function isTerminal(stdin: Io['stdin']): stdin is ReadStream {
  return stdin.isTTY === true;
}

async function readTyped(input: ReadStream, name: string, io: Io): Promise<string | undefined> {
  const { readHidden } = await import('./hidden-input.ts');
  return readHidden(input, `Value of ${name} (not shown): `, io);
}

async function readPiped(io: Io, maxLength: number): Promise<string> {
  let text = '';
  io.stdin.setEncoding('utf8');
  for await (const chunk of io.stdin) {
    text += String(chunk);
    // What is too long is refused; there is no need to read it to its end.
    if (text.length > maxLength + 2) break;
  }
  return text.replace(/\r?\n$/, '');
}
