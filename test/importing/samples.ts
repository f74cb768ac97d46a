import type { Json, JsonObject } from '../../src/authoring/json.ts';

/** A call flow as Archy writes it: a menu with a sub-menu, a task with a data action, variables. */
export const CALL_YAML = `
inboundCall:
  name: Parcel line
  description: Tells where a parcel is.
  defaultLanguage: en-us
  supportedLanguages:
    en-us: { none: true }
    de-de: { none: true }
  startUpRef: "/inboundCall/menus/menu[Main Menu_10]"
  initialGreeting: { tts: Welcome. }
  variables:
    - stringVariable: { name: Flow.parcel, initialValue: { lit: none }, isInput: true }
    - jsonVariable: { name: Flow.answer, initialValue: { noValue: true } }
  settingsMenu:
    repeatCount: { lit: 2 }
    menuSelectionTimeout: { lit: { seconds: 10 } }
  settingsErrorHandling:
    errorHandling: { queue: { targetQueue: { lit: { name: Help } } } }
    preHandlingAudio: { tts: We are sorry. }
  menus:
    - menu:
        name: Main Menu
        refId: Main Menu_10
        audio: { tts: "Press 1 or 2. {{ }} is no variable." }
        defaultChildMenuRef: ./choices/menuDisconnect[Leave_12]
        choices:
          - menuJumpToTask:
              name: Where is it
              dtmf: digit_1
              globalSpeechRecTerms: true
              speechRecTerms: { en-us: { terms: [parcel, package] }, de-de: { terms: [Paket] } }
              targetTaskRef: "/inboundCall/tasks/task[Find_20]"
          - menuSubMenu:
              name: More
              refId: More_15
              dtmf: digit_2
              audio: { tts: Press 1 to speak to someone. }
              choices:
                - menuTransferToAcd:
                    name: Somebody
                    dtmf: digit_1
                    targetQueue: { lit: { name: Help } }
          - menuDisconnect:
              name: Leave
              refId: Leave_12
              dtmf: digit_9
  tasks:
    - task:
        name: Find
        refId: Find_20
        variables:
          - integerVariable: { name: Task.round, initialValue: { noValue: true } }
        actions:
          - loop:
              name: Three times
              currentIndex: { var: Task.round }
              loopCount: { lit: 3 }
              outputs:
                loop:
                  actions:
                    - callData:
                        name: Call Data Action
                        category:
                          Parcels:
                            dataAction:
                              Find parcel:
                                inputs:
                                  number: { exp: Flow.parcel }
                                  language: { noValue: true }
                                successOutputs:
                                  answer: { var: Flow.answer }
                                failureOutputs:
                                  errorCode: { noValue: true }
                        timeout: { lit: { minutes: 1 } }
                        outputs:
                          success:
                            actions:
                              - loopExit: { name: Exit Loop }
          - updateData:
              name: Update Data
              statements:
                - string: { variable: Flow.parcel, value: { exp: 'Append(Flow.parcel, "!")' } }
                - string: { variable: flow.Parcel, value: { noValue: true } }
          - decision:
              name: Is it there
              condition: { exp: IsSet(Flow.answer) }
              outputs:
                yes:
                  actions:
                    - playAudio:
                        audio: { exp: 'AudioPlaybackOptions(ToAudioTTS("It is on its way."), false)' }
          - disconnect:
`;

/** What importing the sample gives, with the same flow written in either format. */
export const CALL_FLOW: JsonObject = {
  type: 'inboundCall',
  name: 'Parcel line',
  description: 'Tells where a parcel is.',
  languages: ['en-US', 'de-DE'],
  variables: {
    'Flow.parcel': { type: 'string', initialValue: 'none', isInput: true },
    'Flow.answer': { type: 'json' },
  },
  startUp: { menu: 'Main Menu' },
  initialGreeting: 'Welcome.',
  errorHandling: { queue: 'Help', audio: 'We are sorry.' },
  settings: { menu: { repeatCount: 2 } },
  menus: {
    'Main Menu': {
      audio: 'Press 1 or 2. \\{{ }} is no variable.',
      choices: {
        '1': {
          name: 'Where is it',
          terms: { 'en-US': ['parcel', 'package'], 'de-DE': ['Paket'] },
          global: 'words',
          actions: [{ jumpToTask: { task: 'Find' } }],
        },
        '2': { name: 'More', actions: [{ jumpToMenu: { menu: 'More' } }] },
        '9': { name: 'Leave', actions: [{ disconnect: {} }] },
      },
      defaultChoice: '9',
    },
    More: {
      audio: 'Press 1 to speak to someone.',
      choices: {
        '1': {
          name: 'Somebody',
          actions: [{ transferToAcd: { queue: 'Help', outputs: { failure: [{ repeatMenu: {} }] } } }],
        },
      },
    },
  },
  tasks: {
    Find: {
      variables: { 'Task.round': { type: 'integer' } },
      actions: [
        {
          loop: {
            count: 3,
            currentIndex: 'Task.round',
            outputs: {
              loop: [
                {
                  callData: {
                    dataAction: 'find-parcel',
                    inputs: { number: { exp: 'Flow.parcel' } },
                    successOutputs: { answer: 'Flow.answer' },
                    outputs: { success: [{ loopExit: {} }] },
                  },
                },
              ],
            },
          },
          note: 'Three times',
        },
        { updateData: { 'Flow.parcel': { exp: 'Append(Flow.parcel, "!")' } } },
        { updateData: { 'flow.Parcel': null } },
        {
          decision: {
            condition: { exp: 'IsSet(Flow.answer)' },
            outputs: { yes: [{ playAudio: { audio: { text: 'It is on its way.', bargeIn: false } } }] },
          },
          note: 'Is it there',
        },
        { disconnect: {} },
      ],
    },
  },
};

/** A value as exports store it. Modes: 0 expression, 1 literal, 2 variable, 3 no value. */
export function exported(
  text: string,
  type: string,
  mode: 0 | 1 | 2 | 3,
  config: JsonObject = {},
): JsonObject {
  return {
    text,
    type,
    uiMetaData: { mode },
    config: mode === 3 ? { emp: { type, text: '', pos: 1 } } : config,
  };
}

const NO_VALUE = (type: string) => exported('', type, 3);
const TTS = (text: string, bargeIn = true): JsonObject => ({
  defaultAudio: {
    ...exported(`AudioPlaybackOptions(ToAudioTTS("${text}"), ${bargeIn})`, 'aud', 0),
    uiMetaData: {},
  },
  cases: [],
});
const HELP = exported('Help', 'que', 1, { lit: { text: 'Help', type: 'que', val: 'queue-id' } });

/** The same call flow as Architect exports it: actions flat and in no order, joined by ids. */
export const CALL_EXPORT: JsonObject = {
  name: 'Parcel line',
  type: 'inboundcall',
  description: 'Tells where a parcel is.',
  defaultLanguage: 'en-US',
  supportedLanguages: ['en-US', 'de-DE'],
  initialSequence: 'menu-1',
  initialPrompts: TTS('Welcome.'),
  defaultSettings: {
    Menu: {
      promptRepeatCount: exported('2', 'int', 1),
      promptRepeatDelay: exported('P0D0H0M10S0F', 'dur', 1),
    },
  },
  errorHandling: { handlingType: 'Queue', queue: HELP, audio: TTS('We are sorry.') },
  variables: [
    {
      id: 'var-1',
      __type: 'StringVariable',
      name: 'Flow.parcel',
      initialValue: exported('none', 'str', 1),
      isInput: true,
    },
    { id: 'var-2', __type: 'JsonVariable', name: 'Flow.answer', initialValue: NO_VALUE('jsn') },
  ],
  manifest: { queue: [{ name: 'Help', id: 'queue-id' }] },
  uiMetaData: {
    actionServiceActions: [
      {
        name: 'Find parcel',
        contract: {
          input: {
            inputSchemaFlattened: { schema: { properties: { number: { type: 'string', required: true } } } },
          },
          output: { successSchemaFlattened: { schema: { properties: { answer: { type: 'object' } } } } },
        },
      },
    ],
  },
  flowSequenceItemList: [
    {
      __type: 'Menu',
      id: 'menu-1',
      name: 'Main Menu',
      prompts: TTS('Press 1 or 2. {{ }} is no variable.'),
      defaultMenuChoice: 'choice-9',
      promptRepeatCount: NO_VALUE('int'),
      menuChoiceList: [
        {
          id: 'choice-1',
          name: 'Where is it',
          digit: 1,
          globalSpeech: true,
          speechRecTerms: { 'en-US': ['parcel', 'package'], 'de-DE': ['Paket'] },
          action: {
            __type: 'TransferTaskAction',
            id: 'a1',
            name: 'Jump',
            taskReference: 'task-1',
            taskName: 'Old name',
          },
        },
        {
          id: 'choice-2',
          name: 'More',
          digit: 2,
          action: { __type: 'MenuAction', id: 'a2', menuReference: 'menu-2' },
        },
        {
          id: 'choice-9',
          name: 'Leave',
          digit: 9,
          action: { __type: 'DisconnectAction', id: 'a3', name: 'Leave' },
        },
      ],
    },
    {
      __type: 'Menu',
      id: 'menu-2',
      name: 'More',
      prompts: TTS('Press 1 to speak to someone.'),
      menuChoiceList: [
        {
          id: 'choice-3',
          name: 'Somebody',
          digit: 1,
          action: {
            __type: 'TransferPureMatchAction',
            id: 'a4',
            queues: [HELP],
            skills: [],
            priority: exported('0', 'int', 1),
          },
        },
      ],
    },
    {
      __type: 'Task',
      id: 'task-1',
      name: 'Find',
      startAction: 'loop',
      variables: [
        { id: 'var-3', __type: 'IntegerVariable', name: 'Task.round', initialValue: NO_VALUE('int') },
      ],
      paths: [{ label: 'Default', outputId: '__DEFAULT__' }],
      actionList: [
        { __type: 'DisconnectAction', id: 'bye', name: 'Disconnect' },
        {
          __type: 'DecisionAction',
          id: 'there',
          name: 'Is it there',
          expression: exported('IsSet(Flow.old)', 'bln', 0, {
            IsSet: {
              pos: 1,
              text: 'IsSet(Flow.old)',
              operands: [{ ref: { text: 'Flow.old', pos: 7, type: 'jsn', val: 'var-2' } }],
            },
          }),
          paths: [
            { label: 'Yes', outputId: '__YES__', nextActionId: 'say' },
            { label: 'No', outputId: '__NO__' },
          ],
          nextAction: 'bye',
        },
        {
          __type: 'PlayAudioAction',
          id: 'say',
          name: 'Play Audio',
          prompts: TTS('It is on its way.', false),
        },
        {
          __type: 'UpdateVariableAction',
          id: 'set',
          name: 'Update Data',
          variables: [
            {
              variable: exported('Flow.parcel', 'str', 2),
              expression: exported('Append(Flow.parcel, "!")', 'str', 0),
            },
            { variable: exported('flow.Parcel', 'str', 2), expression: NO_VALUE('str') },
          ],
          nextAction: 'there',
        },
        { __type: 'ExitLoopAction', id: 'exit', name: 'Exit Loop' },
        {
          __type: 'DataAction',
          id: 'data',
          name: 'Call Data Action',
          actionId: 'custom_-_1',
          actionName: 'Find parcel',
          category: { id: 'c', name: 'Parcels' },
          useSuggestedTimeout: true,
          timeout: exported('P0D0H1M0S0F', 'dur', 1),
          inputs: [
            { name: 'number', value: exported('Flow.parcel', 'str', 0) },
            { name: 'language', value: NO_VALUE('str') },
          ],
          outputs: [{ name: 'answer', value: exported('Flow.answer', 'jsn', 2) }],
          errorBindings: [{ name: 'errorCode', value: NO_VALUE('str') }],
          paths: [{ label: 'Success', outputId: '__SUCCESS__', nextActionId: 'exit' }],
        },
        {
          __type: 'LoopAction',
          id: 'loop',
          name: 'Three times',
          loopCount: exported('3', 'int', 1),
          currentIndex: exported('Task.round', 'int', 2),
          path: { label: 'Loop', outputId: '__LOOP__', nextActionId: 'data' },
          nextAction: 'set',
        },
      ],
    },
  ],
};

/** A model as the text of an export: base64 of percent-encoded JSON. */
export function asExport(model: Json): string {
  return Buffer.from(encodeURIComponent(JSON.stringify(model))).toString('base64');
}
