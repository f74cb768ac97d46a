import { DATA_TYPES } from './types/data-types.ts';
import { DIGITAL_TYPES } from './types/digital-types.ts';
import type { ExportActionType } from './types/export-type.ts';
import { LOGIC_TYPES } from './types/logic-types.ts';
import { VOICE_TYPES } from './types/voice-types.ts';

/**
 * Action types of exports (`__type`) with their key in Archy and how their settings differ from it. What has none here
 * keeps its settings by the export's names. Sources: exports with a twin in Archy; names of Genesys' scripting package.
 */
export const EXPORT_ACTIONS: { readonly [type: string]: ExportActionType } = {
  ...LOGIC_TYPES,
  ...DATA_TYPES,
  ...VOICE_TYPES,
  ...DIGITAL_TYPES,
};
