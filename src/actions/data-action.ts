import type { Json, JsonObject } from '../authoring/json.ts';
import type { Messaging } from '../authoring/messaging.ts';
import type { PathTemplate } from '../authoring/path-template.ts';
import type { ContractCheck } from './contract.ts';
import type { ContractProperty } from './contract-properties.ts';
import type { DataActionDefinition } from './data-action-definition.ts';
import type { JsonPath } from './json-path.ts';
import type { Policies } from './policies.ts';
import type { QuickText } from './quick/plain-parts.ts';
import type { QuickOutput } from './quick/quick-output.ts';
import type { FixedHeaders } from './quick/quick-request.ts';
import type { UrlTemplate } from './url-template.ts';
import type { ValueTree } from './value-tree.ts';
import type { VelocityTemplate } from './velocity/velocity-template.ts';

/** How the request of a data action is made, in the language of its templates. */
export type RequestPlan = TreeRequest | VelocityRequest;

/** A request whose values enter the leaves of trees. */
export interface TreeRequest {
  readonly dialect: 'handlebars';
  readonly method: string;
  readonly url: UrlTemplate;
  readonly headers: readonly { readonly name: string; readonly value: PathTemplate }[];
  /** Absent: no body. */
  readonly body?: ValueTree;
}

/** A request that is written as text, as Genesys Cloud does; each value is then looked for in its place. */
export interface VelocityRequest {
  readonly dialect: 'velocity';
  readonly method: string;
  readonly url: VelocityTemplate;
  /** What the URL names: a path of a target, an address of its own, or something that HTTP does not reach. */
  readonly urlKind: 'path' | 'absolute' | 'name';
  readonly headers: readonly { readonly name: string; readonly value: VelocityTemplate }[];
  /** Absent: no body. */
  readonly body?: VelocityTemplate;
  /** Short ways, for inputs that need no long one. */
  readonly quick: { readonly url?: QuickText; readonly headers?: FixedHeaders; readonly body?: QuickText };
}

/** How the answer of a data action is read. */
export type ResponsePlan = TreeResponse | VelocityResponse;

/** A name for a part of the answer. */
export interface Translated {
  readonly name: string;
  readonly path: JsonPath;
  /** Whether the first element of the list is meant that the path finds. */
  readonly first?: true;
}

/** What both dialects have: names for parts of the answer. */
interface Translation {
  readonly map: readonly Translated[];
}

/** An answer that becomes the output by a tree. */
export interface TreeResponse extends Translation {
  readonly dialect: 'handlebars';
  readonly defaults: JsonObject;
  /** Absent: the translated values are the output, or the whole answer when nothing is translated. */
  readonly template?: ValueTree;
}

/** An answer that becomes the output by a text, into which values enter as JSON. */
export interface VelocityResponse extends Translation {
  readonly dialect: 'velocity';
  /** JSON texts. */
  readonly defaults: { readonly [name: string]: string };
  readonly template: VelocityTemplate;
  /** A short way, with those defaults that are JSON. */
  readonly quick?: { readonly output: QuickOutput; readonly defaults: JsonObject };
}

/** A data action, checked and ready to run. Made by compileDataAction. */
export interface DataAction {
  /** The file's name up to the first dot; what a flow's `dataAction` says. */
  readonly id: string;
  readonly name: string;
  /** As its author wrote it. */
  readonly definition: DataActionDefinition;
  /** Such as `purecloud-data-actions` or `custom-rest-actions`. */
  readonly integrationType: string;
  /** The operator's name of the integration that performs it, when the definition says one. */
  readonly integration?: string;
  /** Whether it asks for credentials that others of its integration send. */
  readonly isAuthentication: boolean;
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
  /** Retry, circuit breaker and cache, as far as its author declares them. */
  readonly policies: Policies;
  readonly request: RequestPlan;
  readonly response: ResponsePlan;
  readonly checkInput: ContractCheck;
  readonly checkOutput: ContractCheck;
}

/** The operator's values that templates read as `settings.x`; never secrets. */
export type Settings = { readonly [name: string]: Json };
