import type { Settings } from '../actions/data-action.ts';
import type { FaultRule } from '../calling/faults.ts';
import type { MetaWebhookSettings } from '../carriers/meta/meta-webhook.ts';
import type { FlowLibrary } from '../engine/engine-options.ts';
import type { Integration } from '../integrations/integration.ts';
import type { Masker } from '../integrations/masker.ts';
import type { Secrets } from '../integrations/secrets.ts';
import type { ClientSecret, RemoteTarget } from '../performing/find-target.ts';
import type { FileAction } from '../platform/data-actions/action-record.ts';
import type { PlatformOptions } from '../platform/platform.ts';
import type { PlatformSeed } from '../platform/platform-seed.ts';
import type { Clock, HttpClient, Ids, Log } from '../ports.ts';
import type { Recorder } from '../recording/recorder.ts';
import type { Replay } from '../recording/replay.ts';
import type { Environment } from '../runtime/environment.ts';
import type { SimulatedClock } from '../simulator/simulated-clock.ts';
import type { ConversationStore } from '../store/conversation-store.ts';

/** What a host is made of. */
export interface HostOptions {
  /** Path of the database, or `:memory:`. */
  readonly database: string;
  readonly flows: FlowLibrary;
  readonly environment: Environment;
  /** What templates read as `settings.x`. */
  readonly settings: Settings;
  readonly seed: PlatformSeed;
  /** The client of the seed as which data actions act. */
  readonly localClient: Pick<ClientSecret, 'clientId'>;
  /** Where agentless requests go; absent: to the local platform of this process. */
  readonly target?: RemoteTarget;
  /** Hosts that data actions may call besides, as readHostEntry reads them. */
  readonly allowedHosts?: readonly string[];
  /** The operator's own; absent: none. */
  readonly integrations?: readonly Integration[];
  /** Absent: there are none. */
  readonly secrets?: Secrets;
  /** Knows what must not be shown, and learns more of it; absent: nothing is known yet. */
  readonly masker?: Masker;
  /** Of the workspace's files; absent: none. */
  readonly dataActions?: readonly FileAction[];
  /** Faults to play whenever a data action is performed. */
  readonly faults?: readonly FaultRule[];
  readonly recorder?: Recorder;
  /** Answers data actions in place of every receiver. */
  readonly replay?: Replay;
  /** 0: any free port. */
  readonly port: number;
  /** How other machines reach this one; absent: only loopback is listened to. */
  readonly beyond?: BeyondLoopback;
  /** Who brings messages to the world outside; absent: nobody, they stay on this machine. */
  readonly carriers?: NonNullable<PlatformOptions['carriers']>;
  /** Where Meta reports to; absent: nowhere. */
  readonly metaWebhook?: MetaWebhookSettings;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly secretOf?: (name: string) => string | undefined;
  /** Only simulated calls are played, on this time: calls and messages that the last process left stay as they are. */
  readonly simulates?: SimulatedTime;
  /** For tests: stands between the engine and its ports. */
  readonly wrapStore?: (store: ConversationStore) => ConversationStore;
  readonly wrapHttp?: (http: HttpClient) => HttpClient;
}

/** The time of simulated calls where all of a host has it. */
export interface SimulatedTime {
  /** The clock of a call that stands at a moment, epoch ms. */
  clockAt(at: number): SimulatedClock;
  /** Epoch ms. */
  realTime(): number;
}

/** How other machines reach this one. */
export interface BeyondLoopback {
  /** The IP address to listen on besides loopback; absent: a proxy on this machine is asked in its place. */
  readonly address?: string;
  /** Names and addresses, without port, that requests may be addressed to. */
  readonly hosts: readonly string[];
}
