import { isJsonObject, type Json, type JsonObject } from '../../../authoring/json.ts';
import { listAt, textAt } from '../../archy/archy-flow.ts';
import { exportInput } from '../export-value.ts';
import { type ExportActionType, type Exported, NO_VALUE, pairs, renamed } from './export-type.ts';

function dataAction(plain: JsonObject, { json, reading }: Exported): JsonObject {
  const { actionName, category, ...others } = plain;
  const inputs = listAt(json, 'inputs').flatMap((one): [string, Json][] => {
    const name = textAt(one, 'name');
    return name === undefined || !isJsonObject(one) ? [] : [[name, exportInput(one['value'], reading.names)]];
  });
  const action = {
    inputs: Object.fromEntries(inputs),
    successOutputs: pairs(plain['outputs']),
    failureOutputs: pairs(plain['errorBindings']),
  };
  const rest = renamed(DATA_ACTION_FIELDS)(others);
  const name = typeof actionName === 'string' ? actionName : '';
  return { ...rest, category: { [textAt(category, 'name') ?? '']: { dataAction: { [name]: action } } } };
}

const DATA_ACTION_FIELDS = {
  actionId: undefined,
  inputs: undefined,
  outputs: undefined,
  errorBindings: undefined,
  useSuggestedTimeout: undefined,
} as const;

function attributes(key: 'set' | 'get') {
  return (plain: JsonObject): JsonObject => {
    const { variables, ...rest } = plain;
    const list = (Array.isArray(variables) ? variables : []).map((one: Json) => {
      const name = isJsonObject(one) ? (one['variable'] ?? NO_VALUE) : NO_VALUE;
      const value = isJsonObject(one) ? (one['expression'] ?? NO_VALUE) : NO_VALUE;
      return {
        attribute:
          key === 'set'
            ? { name, value }
            : { name, variable: isJsonObject(value) ? (value['var'] ?? '') : '' },
      };
    });
    return { ...rest, attributes: list };
  };
}

function dataTableLookup(plain: JsonObject): JsonObject {
  const { datatableId: _id, datatableName, lookupKeyValue, outputs, errorBindings, ...rest } = plain;
  const bindings = { foundOutputs: pairs(outputs), failureOutputs: pairs(errorBindings) };
  return {
    ...rest,
    lookupValue: lookupKeyValue ?? NO_VALUE,
    dataTable: { [String(datatableName ?? '')]: bindings },
  };
}

function response(plain: JsonObject): JsonObject {
  const { responseId: _id, responseName, responseLibrary, substitutions, ...rest } = plain;
  return {
    ...rest,
    response: { lit: { name: responseName ?? '' } },
    library: { lit: { name: textAt(responseLibrary, 'name') ?? '' } },
    substitutions: pairs(substitutions),
  };
}

const outcome = (plain: JsonObject): JsonObject => {
  const { outcomeId: _id, outcomeName, outcomeValue, ...rest } = plain;
  return {
    ...rest,
    flowOutcome: { lit: { name: outcomeName ?? '' } },
    ...(outcomeValue === undefined ? {} : { outcomeValue }),
  };
};

const milestone = (plain: JsonObject): JsonObject => {
  const { milestoneId: _id, milestoneName, flowMilestoneName, ...rest } = plain;
  return { ...rest, flowMilestone: { lit: { name: milestoneName ?? flowMilestoneName ?? '' } } };
};

function screenPop(plain: JsonObject): JsonObject {
  const { screenPopId: _id, screenPopName, inputs, ...rest } = plain;
  return typeof screenPopName === 'string'
    ? { ...rest, screenPopScript: { [screenPopName]: { inputs: pairs(inputs) } } }
    : rest;
}

/** Actions that read and write data. */
export const DATA_TYPES: { readonly [type: string]: ExportActionType } = {
  AddFlowMilestoneAction: { key: 'addFlowMilestone', settings: milestone },
  BridgeServerAction: { key: 'callBridge' },
  DataAction: { key: 'callData', settings: dataAction },
  DataTableLookupAction: { key: 'dataTableLookup', settings: dataTableLookup },
  FlowMilestoneAction: { key: 'addFlowMilestone', settings: milestone },
  GetAttributesAction: { key: 'getParticipantData', settings: attributes('get') },
  GetConversationDataAction: { key: 'getConversationData', settings: attributes('get') },
  GetResponseAction: { key: 'getResponse', settings: response },
  InitializeFlowOutcomeAction: { key: 'initializeFlowOutcome', settings: outcome },
  ScreenPopAction: { key: 'setScreenPop', settings: screenPop },
  SecureAction: { key: 'callDataSecure', settings: dataAction },
  SetAttributesAction: { key: 'setParticipantData', settings: attributes('set') },
  SetConversationDataAction: { key: 'setConversationData', settings: attributes('set') },
  SetFlowOutcomeAction: { key: 'setFlowOutcome', settings: outcome },
};
