import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { HOME_DIVISION_ID } from '../divisions/home-division.ts';
import type { Interaction, InteractionState, Participant } from './interaction.ts';
import { interactionStore } from './interaction-store.ts';

/** How an interaction begins. */
export interface InteractionStart
  extends Pick<Interaction, 'channel' | 'direction' | 'ownAddress' | 'customerAddress'> {
  /** Absent: a new one. */
  readonly id?: string;
  readonly state?: InteractionState;
  /** Absent: Home. */
  readonly divisionId?: string;
  readonly isBilled?: boolean;
  readonly subject?: string;
  /** What is known of the customer besides the address. */
  readonly customer?: Partial<Participant>;
}

/** Hears of an interaction that was changed, as it is now. */
export type InteractionObserver = (interaction: Interaction) => void;

/** A participant who joins. What is left out is made up: ids, the time, no attributes. */
export type Joining = Pick<Participant, 'purpose' | 'state'> & Partial<Participant>;

/**
 * Interactions and who is in them.
 *
 * I1: every function but the reads writes, and must run inside a commit of the caller: what is decided and what is
 * stored then stand or fall together.
 */
export function openInteractions({
  database,
  clock,
  ids,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
}) {
  const store = interactionStore(database.sqlite);
  const observers: InteractionObserver[] = [];

  /** Stores a new interaction with its customer. */
  function begin({ id = ids.next(), customer = {}, ...start }: InteractionStart): Interaction {
    const now = clock.now();
    const { state = 'disconnected' } = start;
    const ended = state === 'disconnected' ? { endedAt: now } : {};
    const first = join({
      purpose: 'customer',
      state: state === 'disconnected' ? 'disconnected' : 'connected',
      address: start.customerAddress,
      ...ended,
      ...customer,
    });
    const interaction: Interaction = {
      id,
      channel: start.channel,
      direction: start.direction,
      ownAddress: start.ownAddress,
      customerAddress: start.customerAddress,
      divisionId: start.divisionId ?? HOME_DIVISION_ID,
      state,
      isBilled: start.isBilled ?? false,
      subject: start.subject ?? null,
      participants: [first],
      beganAt: now,
      updatedAt: now,
      endedAt: ended.endedAt ?? null,
    };
    store.add(interaction);
    return interaction;
  }

  function join(joining: Joining): Participant {
    return { id: ids.next(), communicationId: ids.next(), beganAt: clock.now(), attributes: {}, ...joining };
  }

  /** Stores a change; `updatedAt` is now, `endedAt` follows the state. */
  function change(interaction: Interaction, to: Partial<Interaction>): Interaction {
    const now = clock.now();
    const changed = { ...interaction, ...to, updatedAt: now };
    const endedAt = changed.state === 'disconnected' ? (changed.endedAt ?? now) : null;
    const stored = { ...changed, endedAt };
    store.put(stored);
    for (const observe of observers) observe(stored);
    return stored;
  }

  /** Stores one more participant. */
  function add(interaction: Interaction, joining: Joining, to: Partial<Interaction> = {}): Interaction {
    return change(interaction, { ...to, participants: [...interaction.participants, join(joining)] });
  }

  /** Stores what changed of one participant. */
  function changeParticipant(interaction: Interaction, id: string, to: Partial<Participant>): Interaction {
    const participants = interaction.participants.map((one) => (one.id === id ? { ...one, ...to } : one));
    return change(interaction, { participants });
  }

  /** Ends it for everybody who is still in it. */
  function disconnect(interaction: Interaction, disconnectType = 'system'): Interaction {
    const now = clock.now();
    const participants = interaction.participants.map((one) =>
      one.endedAt === undefined
        ? { ...one, state: 'disconnected' as const, disconnectType, endedAt: now }
        : one,
    );
    return change(interaction, { state: 'disconnected', participants });
  }

  return {
    store,
    begin,
    change,
    add,
    changeParticipant,
    disconnect,
    /** Lets somebody hear of changes, inside the commit that stores them. */
    observe: (observer: InteractionObserver) => void observers.push(observer),
  };
}

/** What openInteractions returns. */
export type Interactions = ReturnType<typeof openInteractions>;
