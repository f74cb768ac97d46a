import type { JsonObject } from '../../authoring/json.ts';
import type { Clock, Ids, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { type CheckedSignature, checkSignature } from './signature.ts';
import { inputsOf } from './trigger-inputs.ts';
import type { TriggerSeed } from './trigger-seed.ts';
import { type TriggerEvent, triggerStore } from './trigger-store.ts';
import type { WorkflowPort, WorkflowStart } from './workflow-port.ts';

/*
 * Webhooks that launch workflows (E13).
 *
 * T1: an event is stored, with the id of its execution, before its workflow is launched: a crash between the two launches it
 *     at the next start, and one after the launch launches nothing again, for the id is the same.
 * T2: an event with an id is taken once: the same again answers as the first time. A signature is taken once, too.
 */

/** A shorter secret could be guessed. */
export const MIN_SECRET_LENGTH = 16;
/** How long an event's id is remembered. */
const KEPT_MS = 30 * 24 * 3_600_000;
/** When a launch that failed, the disk being full, is tried again. */
const RETRY_MS = 30_000;
const AT_ONCE = 100;
const EVENT_ID = /^[\x21-\x7e]{1,200}$/;

/** What triggers work with. */
export interface TriggersOptions {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly triggers: readonly TriggerSeed[];
  readonly workflows: WorkflowPort;
  /** The value of an environment variable. */
  readonly secretOf: (name: string) => string | undefined;
}

/** An event as it came in over HTTP. */
export interface IncomingEvent {
  readonly signature: string | undefined;
  readonly eventId: string | undefined;
  readonly body: Buffer;
}

/** What became of an event. */
export interface AcceptedEvent {
  readonly executionId: string;
  readonly flow: string;
  /** Whether it came before. */
  readonly isRepeated: boolean;
}

/** Opens the triggers of a seed. Call `recover` once when workflows can be launched, `close` at the end. */
export function openTriggers(options: TriggersOptions) {
  const { database, clock, ids, log, triggers, workflows } = options;
  const store = triggerStore(database.sqlite);
  const secrets = new Map(
    triggers.map(({ name, secretEnv }) => [name, usableSecret(options.secretOf(secretEnv))]),
  );
  const unsigned = triggers.filter(({ name }) => secrets.get(name) === undefined).map(({ name }) => name);
  if (unsigned.length > 0)
    log.warn(`triggers without a secret of ${MIN_SECRET_LENGTH} characters or more refuse every event`, {
      triggers: unsigned,
    });
  let cancelRetry: (() => void) | undefined;
  let isClosed = false;

  /** Takes an event. @param read the JSON of the body, read only once its signature is known to be right. */
  async function accept(
    name: string,
    event: IncomingEvent,
    read: (text: string) => Outcome<unknown>,
  ): Promise<Outcome<AcceptedEvent>> {
    const trigger = triggers.find((one) => one.name === name);
    if (trigger === undefined) return refuse('attendant.trigger.not.found', 'No trigger has this name.');
    const signature = checkEvent(trigger, event);
    if (!signature.ok) return signature;
    const start = readStart(trigger, read(event.body.toString('utf8')));
    if (!start.ok) return start;
    return keep(trigger, event.eventId, signature.value, start.value);
  }

  function checkEvent(
    trigger: TriggerSeed,
    { signature, eventId, body }: IncomingEvent,
  ): Outcome<CheckedSignature> {
    const secret = secrets.get(trigger.name);
    if (secret === undefined)
      return refuse(
        'attendant.trigger.signature.invalid',
        'The trigger has no secret; the operator has to set it.',
      );
    const checked = checkSignature(signature, body, { secret, now: clock.now() });
    if (!checked.ok) return checked;
    if (trigger.isEnabled === false)
      return refuse('attendant.trigger.disabled', 'The trigger is switched off.');
    if (eventId !== undefined && !EVENT_ID.test(eventId))
      return refuse(
        'attendant.trigger.event.id.invalid',
        'X-Event-Id must be 1 to 200 ASCII characters without spaces.',
      );
    return checked;
  }

  function readStart(trigger: TriggerSeed, body: Outcome<unknown>): Outcome<WorkflowStart> {
    if (!body.ok) return body;
    const inputs = inputsOf(trigger, body.value);
    return inputs.ok ? workflows.check(trigger.flow, inputs.value) : inputs;
  }

  /** Stores the event and launches its workflow; a launch that fails is made up for later (T1). */
  async function keep(
    { name: triggerName }: TriggerSeed,
    eventId: string | undefined,
    signature: CheckedSignature,
    { flow, inputs }: WorkflowStart,
  ): Promise<Outcome<AcceptedEvent>> {
    const now = clock.now();
    const event: TriggerEvent = {
      ...signature,
      executionId: ids.next(),
      triggerName,
      eventId: eventId ?? null,
      flow,
      inputs,
      state: 'received',
      receivedAt: now,
      launchedAt: null,
    };
    let outcome: Outcome<AcceptedEvent> = done({ executionId: event.executionId, flow, isRepeated: false });
    await database.commits.add(() => {
      const before = takenBefore(event);
      outcome = before ?? outcome;
      if (before !== undefined) return;
      store.clear(now - KEPT_MS);
      store.add(event);
    });
    if (outcome.ok && !outcome.value.isRepeated) await launch(event);
    return outcome;
  }

  /** What is answered for an event that came before; undefined for a new one (T2). */
  function takenBefore({
    triggerName,
    eventId,
    bodyHash,
    signatureHash,
  }: TriggerEvent): Outcome<AcceptedEvent> | undefined {
    const same = eventId === null ? undefined : store.byEventId(triggerName, eventId);
    if (same !== undefined && same.bodyHash !== bodyHash)
      return refuse(
        'attendant.trigger.event.id.reused',
        'An event with this X-Event-Id and another body came before.',
      );
    if (same !== undefined) return done({ executionId: same.executionId, flow: same.flow, isRepeated: true });
    if (store.bySignature(triggerName, signatureHash) === undefined) return undefined;
    return refuse(
      'attendant.trigger.replayed',
      'An event with this signature came before. To repeat one, send the X-Event-Id it came with.',
    );
  }

  async function launch({ executionId, flow, inputs }: TriggerEvent): Promise<void> {
    try {
      const isLaunched = await workflows.launch(executionId, { flow, inputs });
      const state = isLaunched ? 'launched' : 'failed';
      if (!isLaunched) log.warn('the workflow of an event is not there any more', { execution: executionId });
      await database.commits.add(() => void store.end(executionId, state, clock.now()));
    } catch (error) {
      log.warn('the workflow of an event could not be launched', {
        execution: executionId,
        error: error instanceof Error ? error.name : 'unknown',
      });
      retryLater();
    }
  }

  function retryLater(): void {
    if (isClosed || cancelRetry !== undefined) return;
    cancelRetry = clock.at(clock.now() + RETRY_MS, () => {
      cancelRetry = undefined;
      void recover();
    });
  }

  /** Launches what was stored and not launched (T1). */
  async function recover(): Promise<void> {
    const events = store.waiting(AT_ONCE);
    for (const event of events) await launch(event);
    // A full round that went well may have left more.
    if (events.length === AT_ONCE && cancelRetry === undefined) await recover();
  }

  /** The operator's view: the triggers there are, without their secrets. */
  function list(): readonly JsonObject[] {
    return triggers.map(({ name, flow, inputs, isEnabled = true }) => {
      const { events = 0, waiting = 0, lastAt = null } = store.count(name) ?? {};
      return {
        name,
        flow,
        isEnabled,
        hasSecret: secrets.get(name) !== undefined,
        ...(inputs !== undefined && { inputs }),
        events,
        waiting,
        lastEventAt: lastAt === null ? null : new Date(lastAt).toISOString(),
      };
    });
  }

  return {
    accept,
    recover,
    list,
    close(): void {
      isClosed = true;
      cancelRetry?.();
    },
  };
}

/** What openTriggers returns. */
export type Triggers = ReturnType<typeof openTriggers>;

function usableSecret(secret: string | undefined): string | undefined {
  return secret !== undefined && secret.length >= MIN_SECRET_LENGTH ? secret : undefined;
}
