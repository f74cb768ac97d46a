import type { FlowActionType } from '../flow-action.ts';
import { addFlowMilestone } from './add-flow-milestone.ts';
import { audioMonitoring } from './audio-monitoring.ts';
import { callCommonModule } from './call-common-module.ts';
import { callData } from './call-data.ts';
import { callDecisionTable } from './call-decision-table.ts';
import { callTask } from './call-task.ts';
import { changeState } from './change-state.ts';
import { clearUtterance } from './clear-utterance.ts';
import { collectInput } from './collect-input.ts';
import { createCallback } from './create-callback.ts';
import { dataTableLookup } from './data-table-lookup.ts';
import { decision } from './decision.ts';
import { dequeue } from './dequeue.ts';
import { detectSilence } from './detect-silence.ts';
import { dialByExtension } from './dial-by-extension.ts';
import { disconnect } from './disconnect.ts';
import { eachLoop } from './each-loop.ts';
import { enableParticipantRecord } from './enable-participant-record.ts';
import { endTask } from './end-task.ts';
import { endWorkflow } from './end-workflow.ts';
import { evaluateSchedule } from './evaluate-schedule.ts';
import { evaluateScheduleGroup } from './evaluate-schedule-group.ts';
import { findEmergencyGroup } from './find-emergency-group.ts';
import { findGroup } from './find-group.ts';
import { findLanguageSkill } from './find-language-skill.ts';
import { findQueue } from './find-queue.ts';
import { findQueueById } from './find-queue-by-id.ts';
import { findSchedule } from './find-schedule.ts';
import { findScheduleGroup } from './find-schedule-group.ts';
import { findSkill } from './find-skill.ts';
import { findSystemPrompt } from './find-system-prompt.ts';
import { findUser } from './find-user.ts';
import { findUserById } from './find-user-by-id.ts';
import { findUserPrompt } from './find-user-prompt.ts';
import { flushAudio } from './flush-audio.ts';
import { getConversationData } from './get-conversation-data.ts';
import { getExternalContact } from './get-external-contact.ts';
import { getExternalOrganization } from './get-external-organization.ts';
import { getParticipantData } from './get-participant-data.ts';
import { getRawSIPHeaders } from './get-raw-sip-headers.ts';
import { getResponse } from './get-response.ts';
import { getSIPHeaders } from './get-sip-headers.ts';
import { holdMusic } from './hold-music.ts';
import { initializeFlowOutcome } from './initialize-flow-outcome.ts';
import { jumpToMenu } from './jump-to-menu.ts';
import { jumpToTask } from './jump-to-task.ts';
import { loop } from './loop.ts';
import { loopExit } from './loop-exit.ts';
import { loopNext } from './loop-next.ts';
import { playAudio } from './play-audio.ts';
import { playAudioOnSilence } from './play-audio-on-silence.ts';
import { playEstimatedWaitTime } from './play-estimated-wait-time.ts';
import { playPositionInQueue } from './play-position-in-queue.ts';
import { previousMenu } from './previous-menu.ts';
import { repeatMenu } from './repeat-menu.ts';
import { returnToAgent } from './return-to-agent.ts';
import { searchExternalContacts } from './search-external-contacts.ts';
import { sendNotification } from './send-notification.ts';
import { setConversationData } from './set-conversation-data.ts';
import { setExternalTag } from './set-external-tag.ts';
import { setFlowOutcome } from './set-flow-outcome.ts';
import { setLanguage } from './set-language.ts';
import { setParticipantData } from './set-participant-data.ts';
import { setPostFlow } from './set-post-flow.ts';
import { setScreenPop } from './set-screen-pop.ts';
import { setUUIData } from './set-uui-data.ts';
import { setWhisperAudio } from './set-whisper-audio.ts';
import { setWrapupCode } from './set-wrapup-code.ts';
import { switchAction } from './switch.ts';
import { transcription } from './transcription.ts';
import { transferToAcd } from './transfer-to-acd.ts';
import { transferToFlow } from './transfer-to-flow.ts';
import { transferToFlowSecure } from './transfer-to-flow-secure.ts';
import { transferToGroup } from './transfer-to-group.ts';
import { transferToNumber } from './transfer-to-number.ts';
import { transferToUser } from './transfer-to-user.ts';
import { transferToVoicemail } from './transfer-to-voicemail.ts';
import { unknownAction } from './unknown-action.ts';
import { updateData } from './update-data.ts';
import { wait } from './wait.ts';
import { whileLoop } from './while-loop.ts';

/** Every flow action type, in alphabetical order. Adding one: its file, a line here, its cases (docs/adding-an-action.md). */
export const FLOW_ACTIONS: readonly FlowActionType[] = [
  addFlowMilestone,
  audioMonitoring,
  callCommonModule,
  callData,
  callDecisionTable,
  callTask,
  changeState,
  clearUtterance,
  collectInput,
  createCallback,
  dataTableLookup,
  decision,
  dequeue,
  detectSilence,
  dialByExtension,
  disconnect,
  eachLoop,
  enableParticipantRecord,
  endTask,
  endWorkflow,
  evaluateSchedule,
  evaluateScheduleGroup,
  findEmergencyGroup,
  findGroup,
  findLanguageSkill,
  findQueue,
  findQueueById,
  findSchedule,
  findScheduleGroup,
  findSkill,
  findSystemPrompt,
  findUser,
  findUserById,
  findUserPrompt,
  flushAudio,
  getConversationData,
  getExternalContact,
  getExternalOrganization,
  getParticipantData,
  getRawSIPHeaders,
  getResponse,
  getSIPHeaders,
  holdMusic,
  initializeFlowOutcome,
  jumpToMenu,
  jumpToTask,
  loop,
  loopExit,
  loopNext,
  playAudio,
  playAudioOnSilence,
  playEstimatedWaitTime,
  playPositionInQueue,
  previousMenu,
  repeatMenu,
  returnToAgent,
  searchExternalContacts,
  sendNotification,
  setConversationData,
  setExternalTag,
  setFlowOutcome,
  setLanguage,
  setParticipantData,
  setPostFlow,
  setScreenPop,
  setUUIData,
  setWhisperAudio,
  setWrapupCode,
  switchAction,
  transcription,
  transferToAcd,
  transferToFlow,
  transferToFlowSecure,
  transferToGroup,
  transferToNumber,
  transferToUser,
  transferToVoicemail,
  unknownAction,
  updateData,
  wait,
  whileLoop,
];
