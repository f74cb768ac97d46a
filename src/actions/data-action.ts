import type { Json, JsonObject } from '../authoring/json.ts';
import type { Messaging } from '../authoring/messaging.ts';
import type { PathTemplate } from '../authoring/path-template.ts';
import type { ContractCheck } from './contract.ts';
import type { ContractProperty } from './contract-properties.ts';
import type { DataActionDefinition } from './data-action-definition.ts';
import type { JsonPath } from './json-path.ts';
import type { UrlTemplate } from './url-template.ts';
import type { ValueTree } from './value-tree.ts';

/** How the request of a data action is made. */
export interface RequestPlan {
  readonly method: string;
  readonly url: UrlTemplate;
  readonly headers: readonly { readonly name: string; readonly value: PathTemplate }[];
  /** Absent: no body. */
  readonly body?: ValueTree;
}

/** How the answer of a data action is read. */
export interface ResponsePlan {
  readonly map: readonly { readonly name: string; readonly path: JsonPath }[];
  readonly defaults: JsonObject;
  /** Absent: the translated values are the output, or the whole answer when nothing is translated. */
  readonly template?: ValueTree;
}

/** A data action, checked and ready to run. Made by compileDataAction. */
export interface DataAction {
  /** The file's name up to the first dot; what a flow's `dataAction` says. */
  readonly id: string;
  readonly name: string;
  /** As its author wrote it. */
  readonly definition: DataActionDefinition;
  readonly integrationType: DataActionDefinition['integrationType'];
  readonly inputs: readonly ContractProperty[];
  /** Flattened, as a flow sees them. */
  readonly outputs: readonly ContractProperty[];
  /** Names after `settings.` in its templates; the operator must have set them. */
  readonly settings: readonly string[];
  /** Present when it sends a message: the channel, and the input that holds the recipient. */
  readonly sends?: { readonly channel: string; readonly to: string };
  /** What it sends, records and asks, for the consent proof. */
  readonly messaging: Messaging;
  /** Whether inputs and outputs stay out of transcripts and test runs. */
  readonly isSecure: boolean;
  /** Whether repeating the request does no harm; `byKey` where the receiver honours the Idempotency-Key header. */
  readonly idempotent: boolean | 'byKey';
  readonly onUnknownOutcome: 'fail' | 'retry';
  readonly timeoutSeconds: number;
  readonly request: RequestPlan;
  readonly response: ResponsePlan;
  readonly checkInput: ContractCheck;
  readonly checkOutput: ContractCheck;
}

/** The operator's values that templates read as `settings.x`; never secrets. */
export type Settings = { readonly [name: string]: Json };
