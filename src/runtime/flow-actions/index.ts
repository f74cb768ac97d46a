import type { FlowActionType } from '../flow-action.ts';
import { abortSurveyInvite } from './abort-survey-invite.ts';
import { addFlowMilestone } from './add-flow-milestone.ts';
import { askForBoolean } from './ask-for-boolean.ts';
import { askForIntent } from './ask-for-intent.ts';
import { askForNextIntent } from './ask-for-next-intent.ts';
import { askForSlot } from './ask-for-slot.ts';
import { audioMonitoring } from './audio-monitoring.ts';
import { callAudioConnector } from './call-audio-connector.ts';
import { callBotConnector } from './call-bot-connector.ts';
import { callBotFlow } from './call-bot-flow.ts';
import { callCommonModule } from './call-common-module.ts';
import { callData } from './call-data.ts';
import { callDataSecure } from './call-data-secure.ts';
import { callDecisionTable } from './call-decision-table.ts';
import { callDialogEngineBot } from './call-dialog-engine-bot.ts';
import { callDialogflowBot } from './call-dialogflow-bot.ts';
import { callDigitalBotFlow } from './call-digital-bot-flow.ts';
import { callLexBot } from './call-lex-bot.ts';
import { callLexV2Bot } from './call-lex-v2-bot.ts';
import { callTask } from './call-task.ts';
import { changeState } from './change-state.ts';
import { clearSlot } from './clear-slot.ts';
import { clearUtterance } from './clear-utterance.ts';
import { collectInput } from './collect-input.ts';
import { communicate } from './communicate.ts';
import { completeSurveyInvite } from './complete-survey-invite.ts';
import { createCallback } from './create-callback.ts';
import { createWorkitem } from './create-workitem.ts';
import { dataTableLookup } from './data-table-lookup.ts';
import { decision } from './decision.ts';
import { dequeue } from './dequeue.ts';
import { detectSilence } from './detect-silence.ts';
import { dialByExtension } from './dial-by-extension.ts';
import { digitalMenu } from './digital-menu.ts';
import { disconnect } from './disconnect.ts';
import { disconnectWorkitem } from './disconnect-workitem.ts';
import { eachLoop } from './each-loop.ts';
import { enableParticipantRecord } from './enable-participant-record.ts';
import { endTask } from './end-task.ts';
import { endWorkflow } from './end-workflow.ts';
import { evaluateSchedule } from './evaluate-schedule.ts';
import { evaluateScheduleGroup } from './evaluate-schedule-group.ts';
import { exitBotFlow } from './exit-bot-flow.ts';
import { exitWorkitemFlow } from './exit-workitem-flow.ts';
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
import { getLanguage } from './get-language.ts';
import { getParticipantData } from './get-participant-data.ts';
import { getRawSIPHeaders } from './get-raw-sip-headers.ts';
import { getResponse } from './get-response.ts';
import { getSIPHeaders } from './get-sip-headers.ts';
import { holdMusic } from './hold-music.ts';
import { initializeFlowOutcome } from './initialize-flow-outcome.ts';
import { jumpToMenu } from './jump-to-menu.ts';
import { jumpToTask } from './jump-to-task.ts';
import { loop } from './loop.ts';
import { loopAnythingElse } from './loop-anything-else.ts';
import { loopExit } from './loop-exit.ts';
import { loopNext } from './loop-next.ts';
import { loopUntil } from './loop-until.ts';
import { playAudio } from './play-audio.ts';
import { playAudioOnSilence } from './play-audio-on-silence.ts';
import { playEstimatedWaitTime } from './play-estimated-wait-time.ts';
import { playPositionInQueue } from './play-position-in-queue.ts';
import { previousMenu } from './previous-menu.ts';
import { repeatMenu } from './repeat-menu.ts';
import { returnToAgent } from './return-to-agent.ts';
import { searchExternalContacts } from './search-external-contacts.ts';
import { searchKnowledge } from './search-knowledge.ts';
import { sendAutoReply } from './send-auto-reply.ts';
import { sendNotification } from './send-notification.ts';
import { sendResponse } from './send-response.ts';
import { setConversationData } from './set-conversation-data.ts';
import { setExternalTag } from './set-external-tag.ts';
import { setFlowOutcome } from './set-flow-outcome.ts';
import { setIntent } from './set-intent.ts';
import { setLanguage } from './set-language.ts';
import { setParticipantData } from './set-participant-data.ts';
import { setPostFlow } from './set-post-flow.ts';
import { setScreenPop } from './set-screen-pop.ts';
import { setUUIData } from './set-uui-data.ts';
import { setWhisperAudio } from './set-whisper-audio.ts';
import { setWrapupCode } from './set-wrapup-code.ts';
import { switchAction } from './switch.ts';
import { terminateWorkitem } from './terminate-workitem.ts';
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
import { updateWorkitem } from './update-workitem.ts';
import { wait } from './wait.ts';
import { waitForInput } from './wait-for-input.ts';
import { whileLoop } from './while-loop.ts';

/** Every flow action type, in alphabetical order. Adding one: its file, a line here, its cases (docs/adding-an-action.md). */
export const FLOW_ACTIONS: readonly FlowActionType[] = [
  abortSurveyInvite,
  addFlowMilestone,
  askForBoolean,
  askForIntent,
  askForNextIntent,
  askForSlot,
  audioMonitoring,
  callAudioConnector,
  callBotConnector,
  callBotFlow,
  callCommonModule,
  callData,
  callDataSecure,
  callDecisionTable,
  callDialogEngineBot,
  callDialogflowBot,
  callDigitalBotFlow,
  callLexBot,
  callLexV2Bot,
  callTask,
  changeState,
  clearSlot,
  clearUtterance,
  collectInput,
  communicate,
  completeSurveyInvite,
  createCallback,
  createWorkitem,
  dataTableLookup,
  decision,
  dequeue,
  detectSilence,
  dialByExtension,
  digitalMenu,
  disconnect,
  disconnectWorkitem,
  eachLoop,
  enableParticipantRecord,
  endTask,
  endWorkflow,
  evaluateSchedule,
  evaluateScheduleGroup,
  exitBotFlow,
  exitWorkitemFlow,
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
  getLanguage,
  getParticipantData,
  getRawSIPHeaders,
  getResponse,
  getSIPHeaders,
  holdMusic,
  initializeFlowOutcome,
  jumpToMenu,
  jumpToTask,
  loop,
  loopAnythingElse,
  loopExit,
  loopNext,
  loopUntil,
  playAudio,
  playAudioOnSilence,
  playEstimatedWaitTime,
  playPositionInQueue,
  previousMenu,
  repeatMenu,
  returnToAgent,
  searchExternalContacts,
  searchKnowledge,
  sendAutoReply,
  sendNotification,
  sendResponse,
  setConversationData,
  setExternalTag,
  setFlowOutcome,
  setIntent,
  setLanguage,
  setParticipantData,
  setPostFlow,
  setScreenPop,
  setUUIData,
  setWhisperAudio,
  setWrapupCode,
  switchAction,
  terminateWorkitem,
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
  updateWorkitem,
  wait,
  waitForInput,
  whileLoop,
];
