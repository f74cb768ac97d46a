/** What a command says of the receivers of data actions. */
export interface PlayOptions {
  readonly fault?: readonly string[];
  readonly record?: string;
  readonly replay?: string;
  /** Names of keys, separated by commas. */
  readonly mask?: string;
  readonly keep?: string;
}

/** How the options read in help texts. */
export const PLAY_OPTIONS = {
  fault: [
    '--fault <[data-action=]preset>',
    'let a data action fail, such as send-whatsapp=timeout; a preset alone, such as 429Storm:3, is for all; may be repeated',
  ],
  record: [
    '--record <file>',
    'write a cassette of what data actions send and get; secrets and personal data masked',
  ],
  replay: ['--replay <file>', 'answer data actions from a cassette; nothing is sent'],
  mask: ['--mask <keys>', 'keys whose values are personal too, for --record'],
  keep: ['--keep <keys>', 'keys whose values stay as they are, for --record'],
} as const;
