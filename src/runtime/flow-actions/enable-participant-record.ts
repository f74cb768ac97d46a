import { serviceSwitch } from '../service-switch.ts';

/** Turns the recording of the participant on or off; told in the transcript only. Architect: Enable Participant Recording. */
export const enableParticipantRecord = serviceSwitch({
  type: 'enableParticipantRecord',
  title: 'Enable Participant Recording',
  description: 'Turns the recording of the participant on or off.',
  service: 'recording',
});
