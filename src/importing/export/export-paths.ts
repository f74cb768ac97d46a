import { type JsonObject, own } from '../../authoring/json.ts';

/** A branch of an action: Archy's name of the path, and where it begins. */
export interface ExportBranch {
  readonly outputId: string;
  readonly label: string;
  readonly isEnabled: boolean;
  readonly actions: readonly JsonObject[];
}

/** Architect's ids of paths → Archy's names. */
const PATHS: { readonly [outputId: string]: string } = {
  __SUCCESS__: 'success',
  __FAILURE__: 'failure',
  __TIMEOUT__: 'timeout',
  __YES__: 'yes',
  __NO__: 'no',
  __FOUND__: 'found',
  __NOT_FOUND__: 'notFound',
  __LOOP__: 'loop',
  __DEFAULT__: 'default',
  __OPEN__: 'open',
  __CLOSED__: 'closed',
  __HOLIDAY__: 'holiday',
  __EMERGENCY__: 'emergency',
  __ACTIVE__: 'active',
  __INACTIVE__: 'inactive',
  __MATCH_EXACT__: 'matchExact',
  __MATCH_MULTIPLE__: 'matchMultiple',
  __EVENT__: 'event',
  __NO_EVENT__: 'noEvent',
  __ERROR__: 'error',
  __PROCESSED__: 'processed',
  __MAX_NO_INPUTS__: 'maxNoInputs',
  __MAX_NO_MATCHES__: 'maxNoMatches',
  __NO_INTENT__: 'noIntent',
  __KNOWLEDGE__: 'knowledge',
};

/** Archy's name of a path; one that Architect made up for the flow goes by its label. */
export function pathName({ outputId, label }: ExportBranch): string {
  return own(PATHS, outputId) ?? (label === '' ? outputId : label);
}

/** Branches as Archy's `outputs`; ones with nothing in them are left out, ones that are switched off say so. */
export function outputsOf(branches: readonly ExportBranch[]): JsonObject {
  return Object.fromEntries(
    branches
      .filter(({ actions, isEnabled }) => actions.length > 0 || !isEnabled)
      .map((branch) => [
        pathName(branch),
        branch.isEnabled ? { actions: branch.actions } : { enabled: false },
      ]),
  );
}
