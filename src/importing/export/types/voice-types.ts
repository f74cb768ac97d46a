import { isJsonObject, type Json, type JsonObject } from '../../../authoring/json.ts';
import { objectAt } from '../../archy/archy-flow.ts';
import { type ExportActionType, NO_VALUE, pairs, renamed, withFailure } from './export-type.ts';

function collectInput(plain: JsonObject): JsonObject {
  const {
    prompts,
    resultData,
    numberOfDigitsMin,
    numberOfDigitsMax,
    terminatingCharacter,
    verification,
    verificationPrompts,
    ...rest
  } = plain;
  const min = objectAt(plain, 'numberOfDigitsMin')['lit'] ?? 1;
  const max = objectAt(plain, 'numberOfDigitsMax')['lit'] ?? min;
  const terminator =
    typeof terminatingCharacter === 'string' && terminatingCharacter !== ''
      ? { terminatingDtmf: terminatingCharacter }
      : {};
  return {
    verificationType: verification === true ? 'numeric' : 'none',
    ...rest,
    inputAudio: prompts ?? NO_VALUE,
    inputData: resultData ?? NO_VALUE,
    digits: min === max ? { exact: max } : { range: { min, max, ...terminator } },
    ...(verification === true ? { verificationAudio: verificationPrompts ?? NO_VALUE } : {}),
  };
}

function holdMusic(plain: JsonObject): JsonObject {
  const { duration, playForDuration, bargeInExpression, ...rest } = plain;
  const playStyle = playForDuration === true ? { duration: duration ?? NO_VALUE } : { entirePrompt: true };
  return { ...rest, playStyle, bargeInEnabled: bargeInExpression ?? { lit: false } };
}

const CALL_ERRORS = { connTimeout: 'connectTimeout' } as const;

function transferToAcd(plain: JsonObject): JsonObject {
  const {
    queues,
    skills,
    useDefaultHandling,
    inQueueFlowId: _id,
    inQueueFlowName,
    enableInQueueFlow: _e,
    ...rest
  } = plain;
  const acdSkills = (Array.isArray(skills) ? skills : []).map((one: Json) => ({
    acdSkill: isJsonObject(one) ? (one['skill'] ?? NO_VALUE) : NO_VALUE,
    ...(isJsonObject(one) && one['value'] !== undefined ? { proficiency: one['value'] } : {}),
  }));
  return {
    targetQueue: (Array.isArray(queues) ? (queues[0] as Json | undefined) : undefined) ?? NO_VALUE,
    ...withFailure()(rest),
    ...(acdSkills.length === 0 ? {} : { acdSkills }),
    ...(useDefaultHandling === false && typeof inQueueFlowName === 'string'
      ? { overrideInQueueFlow: { name: inQueueFlowName } }
      : {}),
  };
}

function transferToFlow(plain: JsonObject): JsonObject {
  const { flowId: _id, flowName, ...rest } = plain;
  return { ...withFailure(CALL_ERRORS)(rest), targetFlow: { name: flowName ?? '' } };
}

function transferToVoicemail(plain: JsonObject): JsonObject {
  const {
    transferTarget,
    transferTargetQueue,
    transferTargetType,
    transferTargetGroup,
    callbackNumbers,
    calleeName,
    voicemailGreeting,
    ...rest
  } = plain;
  const kind = String(transferTargetType ?? 'queue').toLowerCase();
  const shared = {
    callbackNumber:
      (Array.isArray(callbackNumbers) ? (callbackNumbers[0] as Json | undefined) : callbackNumbers) ??
      NO_VALUE,
    calleeName: calleeName ?? NO_VALUE,
    voicemailGreeting: voicemailGreeting ?? NO_VALUE,
  };
  const destination = kind.includes('user')
    ? { user: { targetUser: transferTarget ?? NO_VALUE } }
    : kind.includes('group')
      ? { group: { targetGroup: transferTargetGroup ?? transferTarget ?? NO_VALUE } }
      : { queue: { targetQueue: transferTargetQueue ?? transferTarget ?? NO_VALUE, ...shared } };
  return { ...withFailure(CALL_ERRORS)(rest), destination };
}

function createCallback(plain: JsonObject): JsonObject {
  const { callbackNumbers, queue, useQueue: _u, inputs: _i, scriptId: _id, scriptName, ...rest } = plain;
  const number = Array.isArray(callbackNumbers) ? (callbackNumbers[0] as Json | undefined) : callbackNumbers;
  return {
    ...rest,
    targetQueue: queue ?? NO_VALUE,
    callbackNumber: number ?? NO_VALUE,
    ...(typeof scriptName === 'string'
      ? { script: { [scriptName]: { inputs: pairs(plain['inputs']) } } }
      : {}),
  };
}

/** Actions that are heard, and that hand the caller over. */
export const VOICE_TYPES: { readonly [type: string]: ExportActionType } = {
  CollectInputAction: { key: 'collectInput', settings: collectInput },
  CreateCallbackAction: { key: 'createCallback', settings: createCallback },
  DialExtensionAction: {
    key: 'dialByExtension',
    settings: renamed({ digitTimeout: 'interDigitTimeout', prompts: 'initialAudio' }),
  },
  DisconnectAction: { key: 'disconnect' },
  EndFlowAction: { key: 'returnToAgent' },
  HoldMusicAction: { key: 'holdMusic', settings: holdMusic },
  ParticipantRecordAction: { key: 'enableParticipantRecord' },
  PlayAudioAction: { key: 'playAudio', settings: renamed({ prompts: 'audio' }) },
  PlayAudioOnSilenceAction: { key: 'playAudioOnSilence', settings: renamed({ prompts: 'audio' }) },
  ReturnToAgentAction: { key: 'returnToAgent' },
  SetLocaleAction: { key: 'setLanguage', settings: renamed({ languageCode: 'language' }) },
  TransferExternalAction: {
    key: 'transferToNumber',
    settings: withFailure({ externalNumber: 'targetNumber', connTimeout: 'connectTimeout' }),
  },
  TransferFlowAction: { key: 'transferToFlow', settings: transferToFlow },
  TransferFlowSecureAction: { key: 'transferToFlowSecure', settings: transferToFlow },
  TransferGroupAction: {
    key: 'transferToGroup',
    settings: withFailure({ group: 'targetGroup', connTimeout: 'connectTimeout' }),
  },
  TransferPureMatchAction: { key: 'transferToAcd', settings: transferToAcd },
  TransferUserAction: {
    key: 'transferToUser',
    settings: withFailure({ user: 'targetUser', connTimeout: 'connectTimeout' }),
  },
  TransferVoicemailAction: { key: 'transferToVoicemail', settings: transferToVoicemail },
};
