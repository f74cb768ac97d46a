import type { DataAction } from '../actions/data-action.ts';
import { chooseIntegration } from '../integrations/choose-integration.ts';
import type { Integration } from '../integrations/integration.ts';
import type {
  IntegrationCatalogue,
  KnownIntegration,
} from '../platform/data-actions/integration-catalogue.ts';

/** What is there without the operator's doing, by the names Genesys Cloud has for them. */
const BUILT_IN: readonly KnownIntegration[] = [
  { id: 'purecloud-data-actions', name: 'Genesys Cloud Data Actions', type: 'purecloud-data-actions' },
  { id: 'custom-rest-actions', name: 'Web Services Data Actions', type: 'custom-rest-actions' },
  { id: 'attendant', name: 'Attendant', type: 'attendant' },
];

/** The integrations as the API lists them: the operator's, and the built-in ones of types the operator set up none for. */
export function knownIntegrations(integrations: readonly Integration[]): IntegrationCatalogue {
  const own = integrations.map(({ name, type }) => ({ id: name, name, type, operatorName: name }));
  const all = [...own, ...BUILT_IN.filter(({ type }) => own.every((one) => one.type !== type))];
  return {
    all: () => all,
    of(dataAction: DataAction) {
      const choice = chooseIntegration(integrations, dataAction);
      if (!choice.ok) return undefined;
      const { integration } = choice;
      return all.find(({ name, type }) =>
        integration === undefined ? type === dataAction.integrationType : name === integration.name,
      );
    },
  };
}
