import { serviceSwitch } from '../service-switch.ts';

/** Turns the monitoring of the audio on or off; told in the transcript only. Architect: Audio Monitoring. */
export const audioMonitoring = serviceSwitch({
  type: 'audioMonitoring',
  title: 'Audio Monitoring',
  description: 'Turns the monitoring of the audio on or off.',
  service: 'audioMonitoring',
});
