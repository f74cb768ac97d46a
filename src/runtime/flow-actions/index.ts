import type { FlowActionType } from '../flow-action.ts';
import { callData } from './call-data.ts';
import { callTask } from './call-task.ts';
import { collectInput } from './collect-input.ts';
import { decision } from './decision.ts';
import { disconnect } from './disconnect.ts';
import { endTask } from './end-task.ts';
import { endWorkflow } from './end-workflow.ts';
import { getParticipantData } from './get-participant-data.ts';
import { jumpToMenu } from './jump-to-menu.ts';
import { jumpToTask } from './jump-to-task.ts';
import { loop } from './loop.ts';
import { loopExit } from './loop-exit.ts';
import { loopNext } from './loop-next.ts';
import { playAudio } from './play-audio.ts';
import { setParticipantData } from './set-participant-data.ts';
import { switchAction } from './switch.ts';
import { transferToAcd } from './transfer-to-acd.ts';
import { unknownAction } from './unknown-action.ts';
import { updateData } from './update-data.ts';
import { wait } from './wait.ts';

/** Every flow action type, in alphabetical order. Adding one: its file, a line here, its cases (docs/adding-an-action.md). */
export const FLOW_ACTIONS: readonly FlowActionType[] = [
  callData,
  callTask,
  collectInput,
  decision,
  disconnect,
  endTask,
  endWorkflow,
  getParticipantData,
  jumpToMenu,
  jumpToTask,
  loop,
  loopExit,
  loopNext,
  playAudio,
  setParticipantData,
  switchAction,
  transferToAcd,
  unknownAction,
  updateData,
  wait,
];
