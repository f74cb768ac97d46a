import type { JsonObject } from '../../src/authoring/json.ts';

/** Counts to a number, an action at a time: a call of 10,000 moments. */
export const COUNTING: JsonObject = {
  type: 'inboundCall',
  name: 'Counts far',
  variables: { 'Flow.count': { type: 'integer', initialValue: 0 } },
  startUp: { task: 'count' },
  tasks: {
    count: [
      {
        loop: {
          count: 4990,
          outputs: { loop: [{ updateData: { 'Flow.count': { exp: 'Flow.count + 1' } }, id: 'add' }] },
        },
      },
      { playAudio: 'Done.' },
      { collectInput: { audio: 'Number?', digits: { exact: 1 }, saveAs: 'Flow.count' } },
      { disconnect: {} },
    ],
  },
};

/** Prompts from right to left. */
export const HEBREW: JsonObject = {
  type: 'inboundCall',
  name: 'שלום',
  languages: ['he-IL'],
  startUp: { menu: 'main' },
  menus: {
    main: {
      audio: 'שלום! לעברית הקישו 1, to hear English press 2.',
      choices: {
        '1': { name: 'עברית', actions: [{ playAudio: 'תודה רבה.' }, { disconnect: {} }] },
        '2': { name: 'English', actions: [{ playAudio: 'Thank you.' }, { disconnect: {} }] },
      },
    },
  },
};

/** Says forty things, one after the other. */
export const TALKING: JsonObject = {
  type: 'inboundCall',
  name: 'Talks long',
  startUp: { task: 'talk' },
  tasks: {
    talk: [
      ...Array.from({ length: 40 }, (_, index) => ({ playAudio: `Sentence ${index}.` })),
      { disconnect: {} },
    ],
  },
};

/** 500 actions in twenty tasks. */
export const LARGE: JsonObject = {
  type: 'inboundCall',
  name: 'Large',
  startUp: { task: 'task0' },
  tasks: Object.fromEntries(
    Array.from({ length: 20 }, (_, task) => [
      `task${task}`,
      [
        ...Array.from({ length: 8 }, (_, index) => ({
          decision: {
            condition: { exp: `Call.Ani == "${index}"` },
            outputs: {
              yes: [{ setParticipantData: { [`seen${index}`]: 'yes' } }],
              no: [{ setParticipantData: { [`seen${index}`]: 'no' } }],
            },
          },
        })),
        task < 19 ? { jumpToTask: `task${task + 1}` } : { disconnect: {} },
      ],
    ]),
  ),
};

/** What would be markup if a page took it for some. */
export const MARKUP = '<img src=x onerror="window.hit=1"> <b>bold<\u202e';

/** A flow whose every text is hostile. */
export const HOSTILE: JsonObject = {
  type: 'inboundCall',
  name: `Hostile ${MARKUP}`,
  variables: { 'Flow.text': { type: 'string', initialValue: MARKUP } },
  startUp: { menu: 'main' },
  menus: {
    main: {
      audio: MARKUP,
      choices: {
        '1': {
          name: MARKUP,
          actions: [{ setParticipantData: { [MARKUP]: MARKUP } }, { playAudio: MARKUP }, { disconnect: {} }],
        },
      },
    },
  },
};

/** One task of 500 actions. */
export const CHAIN: JsonObject = {
  type: 'inboundCall',
  name: 'Chain',
  startUp: { task: 'chain' },
  tasks: {
    chain: [
      ...Array.from({ length: 500 }, (_, index) => ({ setParticipantData: { [`key${index}`]: 'value' } })),
      { collectInput: { audio: 'Key?', digits: { exact: 1 }, saveAs: 'Task.key' } },
      { disconnect: {} },
    ],
  },
};
