import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { importFlows } from '../../src/importing/import-flows.ts';
import { compilePartial } from '../runtime/play.ts';
import { asExport, exported } from './samples.ts';

const BOT = `
digitalBot:
  name: Orders
  startUpRef: /digitalBot/bots/bot[Main_10]
  variables:
    - stringVariable: { name: Slot.order, isInput: true, isOutput: true }
  settingsUserInput:
    noInputsMax: { lit: 2 }
    noMatchApology: { exp: 'MakeCommunication(ToCommunication("Pardon?"))' }
  settingsErrorHandling:
    errorHandling: { exit: { none: true } }
    recognitionFailureEventHandling: { disconnect: { none: true } }
    enableAgentEscalation: { lit: true }
  settingsBotFlow:
    intentSettings:
      - intent: { name: Status, confirmation: { exp: 'MakeCommunication("The status of an order?")' } }
  settingsNaturalLanguageUnderstanding:
    nluDomainVersion:
      intents:
        - name: Status
          entityNameReferences: [order, notASlot]
          utterances:
            - segments: [ { text: 'Where is order ' }, { text: '123', entity: { name: order } } ]
            - segments: [ { text: 'Status of {it}' } ]
      entityTypes:
        - { name: number, mechanism: { type: Regex, items: [ { value: '[0-9]{3}' } ] } }
        - { name: colour, mechanism: { type: List, items: [ { value: red, synonyms: [scarlet] } ] } }
        - { name: hopeless, mechanism: { type: Regex, items: [ { value: '(a)(?=b)' } ] } }
      entities:
        - { name: order, type: number }
        - { name: notASlot, type: number }
  bots:
    - bot:
        name: Main
        refId: Main_10
        actions:
          - askForIntent:
              name: What is it
              question: { exp: 'MakeCommunication("How can I help?")' }
              noInput: { noValue: true }
              outputs:
                intents:
                  - intent:
                      name: Status
                      enabled: true
                      actions:
                        - askForSlot:
                            slot: { name: order }
                            question: { exp: 'ToCommunication(Append("Which", " one?"))' }
                            confirmationMode: { lit: never }
                            confirmationQuestion: { exp: 'MakeCommunication("Sure?")' }
                            outputs: { maxNoInputs: { enabled: false } }
                  - intent: { name: Other, enabled: false, actions: [ { exitBotFlow: {} } ] }
                noIntent: { enabled: false, actions: [ { exitBotFlow: {} } ] }
                maxNoMatches:
                  actions:
                    - digitalMenu:
                        question: { exp: 'MakeCommunication("Choose.")' }
                        chooser: { lit: { presentation: { lit: quickReplies } } }
                        outputs:
                          paths:
                            - path: { name: Order, actions: [ { clearSlot: { slots: [ { slot: { name: order } } ] } } ] }
          - exitBotFlow: { name: Exit Bot Flow }
`;

describe('bots', () => {
  const { files, notes } = importFlows([{ file: 'bot.yaml', text: BOT }]);
  const flow = files[0]?.json ?? {};

  it('come with what they understand', () => {
    expect(flow['nlu']).toEqual({
      intents: {
        Status: {
          utterances: ['Where is order {order}', 'Status of it'],
          slots: ['order'],
          confirmation: 'The status of an order?',
        },
      },
      slotTypes: { number: { pattern: '[0-9]{3}' }, colour: { values: { red: ['scarlet'] } } },
      slots: { order: 'number' },
    });
    expect(notes).toMatchObject([{ code: 'IMPORT_IGNORED', message: expect.stringContaining('`hopeless`') }]);
  });

  it('come with how they ask, where it differs from what is so anyway', () => {
    expect(flow['settings']).toEqual({
      bot: {
        noInputsMax: 2,
        noMatchApology: 'Pardon?',
        enableAgentEscalation: true,
        recognitionFailureEventHandling: 'disconnect',
      },
    });
  });

  it('come with their questions; paths that are switched off are none', () => {
    expect(flow['bots']).toEqual({
      Main: [
        {
          askForIntent: {
            question: 'How can I help?',
            intents: {
              Status: [
                {
                  askForSlot: {
                    slot: 'order',
                    question: { exp: 'ToCommunication(Append("Which", " one?"))' },
                  },
                },
              ],
            },
            outputs: {
              maxNoMatches: [
                {
                  digitalMenu: {
                    question: 'Choose.',
                    choices: { Order: { actions: [{ clearSlot: { slots: ['order'] } }] } },
                  },
                },
              ],
            },
          },
          note: 'What is it',
        },
        { exitBotFlow: {} },
      ],
    });
  });

  it('can be run as they are', () => {
    expect(compilePartial(flow).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('are read from exports, with what they understand where it is not packed', () => {
    const ask = {
      __type: 'AskForNLUIntentAction',
      id: 'a',
      name: 'Ask',
      question: exported('MakeCommunication("How can I help?")', 'com', 0),
      noInputs: [],
      paths: [
        { outputId: '__NO_INTENT__', label: 'No Intent', outOfService: true },
        { outputId: 'guid', label: 'Status', isDynamicBranch: true, nextActionId: 'b' },
      ],
    };
    const model = (format: string): JsonObject => ({
      name: 'Orders',
      type: 'bot',
      initialSequence: 's',
      variables: [{ id: 'v', __type: 'StringVariable', name: 'Slot.order' }],
      userInputSettings: {
        noInputsMax: exported('2', 'int', 1),
        noMatchApologies: [exported('MakeCommunication("Pardon?")', 'com', 0)],
      },
      nluMetaData: {
        rawNlu: '{"intents":[{"name":"Status","utterances":[{"segments":[{"text":"Where is it"}]}]}]}',
        rawNluCompressionFormat: format,
      },
      flowSequenceItemList: [
        {
          __type: 'BotState',
          id: 's',
          name: 'Main',
          startAction: 'a',
          actionList: [ask, { __type: 'ExitBotFlowAction', id: 'b', name: 'Exit Bot Flow' }],
        },
      ],
    });
    const flowOf = (format: string) =>
      importFlows([{ file: 'x.i3BotFlow', text: asExport(model(format)) }]).files[0]?.json;
    expect(flowOf('none')).toMatchObject({
      type: 'botFlow',
      startUp: { bot: 'Main' },
      settings: { bot: { noInputsMax: 2, noMatchApology: 'Pardon?' } },
      nlu: { intents: { Status: { utterances: ['Where is it'] } } },
      bots: {
        Main: [{ askForIntent: { question: 'How can I help?', intents: { Status: [{ exitBotFlow: {} }] } } }],
      },
    });
    expect(flowOf('gzip')).not.toHaveProperty('nlu');
  });
});
