import { serviceSwitch } from '../service-switch.ts';

/** Turns the transcription of the call on or off; told in the transcript only. Architect: Transcription. */
export const transcription = serviceSwitch({
  type: 'transcription',
  title: 'Transcription',
  description: 'Turns the transcription of the call on or off.',
  service: 'transcription',
});
