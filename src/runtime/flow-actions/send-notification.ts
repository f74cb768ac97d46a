import { Type } from 'typebox';
import { isJsonObject, type Json } from '../../authoring/json.ts';
import { FailureOutputs, writeFailure } from '../failure-outputs.ts';
import { defineFlowAction } from '../flow-action.ts';
import { Value } from '../settings.ts';

/** Writes an e-mail to users of the organization. Architect: Send Notification. */
export const sendNotification = defineFlowAction({
  type: 'sendNotification',
  title: 'Send Notification',
  description: 'Writes an e-mail to users of the organization.',
  category: 'Message',
  paths: { success: 'the e-mail was taken', failure: 'it has no recipient or no subject' },
  events: ['sentNotification', 'failedNotification'],
  differences: [
    'Nothing is sent: a transcript tells what would be.',
    'Guess: without a recipient or a subject it fails.',
    'The style of the e-mail is not a setting here.',
  ],
  settings: Type.Object(
    {
      users: Value({ type: 'userCollection', description: 'Who gets it: a list of users or their names.' }),
      subject: Value({ type: 'string', description: 'The subject of the e-mail.' }),
      body: Type.Optional(Value({ type: 'string', description: 'The text of the e-mail.' })),
      from: Type.Optional(Value({ type: 'string', description: 'Address it comes from.' })),
      failureOutputs: FailureOutputs,
    },
    { additionalProperties: false },
  ),
  outputs: ['success', 'failure'],
  flowTypes: ['workflow'],
  enter({ users, subject, body, from, failureOutputs }, context) {
    const to = context.read(users);
    const names = Array.isArray(to) ? to.map(nameOf) : [];
    const title = context.read(subject) ?? '';
    if (names.length === 0 || title === '') {
      const failure = names.length === 0 ? NO_RECIPIENT : NO_SUBJECT;
      context.emit('failedNotification', { ...failure });
      writeFailure(failureOutputs, failure, context);
      return { output: 'failure' };
    }
    const sender = from === undefined ? undefined : context.read(from);
    context.emit('sentNotification', {
      to: names,
      subject: title,
      body: (body && context.read(body)) ?? '',
      ...(sender === undefined ? {} : { from: sender }),
    });
    return { output: 'success' };
  },
});

const NO_RECIPIENT = { errorType: 'NoRecipient', errorMessage: 'The notification has no recipient.' };
const NO_SUBJECT = { errorType: 'NoSubject', errorMessage: 'The notification has no subject.' };

function nameOf(user: Json): Json {
  return isJsonObject(user) ? (user['username'] ?? user['name'] ?? null) : user;
}
