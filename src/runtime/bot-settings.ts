import { Type } from 'typebox';
import { Value } from './settings.ts';

const Text = (description: string) => Type.Optional(Value({ type: 'communication', description }));
const Percent = (byDefault: number, description: string) =>
  Type.Optional(Type.Number({ minimum: 0, maximum: 100, default: byDefault, description }));
const Retries = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 0, maximum: 20, default: 3, description }));
const Leaving = (description: string) =>
  Type.Optional(Type.String({ enum: ['exit', 'disconnect'], default: 'exit', description }));

/** `settings.bot`: how the bots of a flow ask. Names and defaults are Architect's (facts/ACTIONS 3.4); texts have defaults per language. */
export const BotSettingsSchema = Type.Object(
  {
    noInputsTimeoutSeconds: Type.Optional(
      Type.Number({
        minimum: 1,
        maximum: 259_200,
        description: 'How long an answer may take: 7 seconds on the phone, 60 in writing when absent.',
      }),
    ),
    noInputsMax: Retries('How often a question is asked again after silence.'),
    noMatchesMax: Retries('How often a question is asked again after an answer that is not understood.'),
    confirmationRejectionsMax: Retries(
      'How often a question is asked again after a "no, I did not mean that".',
    ),
    collectionLowConfidenceThreshold: Percent(20, 'Less sure than this, in percent, is not understood.'),
    collectionHighConfidenceThreshold: Percent(70, 'Surer than this needs no confirmation.'),
    interDigitTimeoutSeconds: Type.Optional(
      Type.Number({
        minimum: 1,
        maximum: 99,
        default: 3,
        description: 'How long each further key may take.',
      }),
    ),
    dtmfTerminator: Type.Optional(
      Type.String({
        pattern: '^[0-9*#]$',
        default: '#',
        description: 'a key that ends typed digits: 0-9, * or #',
      }),
    ),
    enableBargeIn: Type.Optional(
      Type.Boolean({ default: true, description: 'Whether a word or a key cuts a question short.' }),
    ),
    enableAutomaticQuickReplies: Type.Optional(
      Type.Boolean({
        default: true,
        description: 'Whether a written question shows its answers as buttons.',
      }),
    ),
    noMatchApology: Text('Said before a question that is asked again because the answer was not understood.'),
    noInputApology: Text('Said before a question that is asked again after silence.'),
    noToConfirmationApology: Text('Said when the customer did not mean what was understood.'),
    confirmationNoMatchApology: Text('Said when a confirmation is answered by neither yes nor no.'),
    confirmationNoInputApology: Text('Said when a confirmation is not answered.'),
    endOfSessionMessage: Text('Sent when a written conversation ends because nothing comes any more.'),
    enableAgentEscalation: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Whether the customer may ask for a person at any question.',
      }),
    ),
    agentEscalationConfirmation: Text('How the customer is asked whether a person is wanted.'),
    agentEscalationHandover: Text('Said before it goes on with a person.'),
    agentEscalationHandling: Leaving('What happens then.'),
    recognitionFailureEventHandover: Text('Said when a question was asked often enough.'),
    recognitionFailureEventHandling: Leaving('What happens then.'),
    errorEventHandover: Text('Said when an action of the bot cannot run at all.'),
  },
  { additionalProperties: false, description: 'How bots ask; only in bot flows.' },
);
export type BotSettings = Type.Static<typeof BotSettingsSchema>;
