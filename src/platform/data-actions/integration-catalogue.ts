import type { DataAction } from '../../actions/data-action.ts';

/** An integration that data actions can belong to. */
export interface KnownIntegration {
  readonly id: string;
  readonly name: string;
  /** Such as `purecloud-data-actions`. */
  readonly type: string;
  /** What a definition says as its `integration`; absent for one that is there without the operator's doing. */
  readonly operatorName?: string;
}

/** The integrations there are. Their credentials stay with whoever performs data actions. */
export interface IntegrationCatalogue {
  all(): readonly KnownIntegration[];
  /** The one that performs a data action; undefined when none or several could. */
  of(dataAction: DataAction): KnownIntegration | undefined;
}

/** A catalogue of a list: a data action belongs to the integration it names, else to the only one of its type. */
export function catalogueOf(integrations: readonly KnownIntegration[]): IntegrationCatalogue {
  return {
    all: () => integrations,
    of({ integration, integrationType }) {
      const fitting = integrations.filter(({ type, operatorName }) =>
        integration === undefined ? type === integrationType : operatorName === integration,
      );
      return fitting.length === 1 ? fitting[0] : undefined;
    },
  };
}
