import type { DeliveryNews, MessageHead, MessageStatus } from '../messages/message.ts';
import type { TallyStore } from './tally-store.ts';

/** What stands for a reason in a tally. */
export const SKIPPED = 'skipped:';
/** The tally of contacts that the filters left out. */
export const FILTERED = 'filtered';

/** What a message counts as, by its status: a carrier that is asked has not taken it yet. */
function nameOf(status: MessageStatus): string {
  return status === 'sending' ? 'queued' : status;
}

type Count = readonly [run: number, name: string, count: number];
type MinuteCount = readonly [run: number, at: number, name: string, count: number];

/**
 * Counts what happens in runs, within the commits in which it happens: how many messages stand where, how many contacts
 * were skipped why, and all of it by the minute.
 *
 * While a round is `gathered`, counts are added up and written once.
 */
export function openRunCounts(tallies: TallyStore) {
  let gathering: Map<string, Count> | undefined;
  let gatheredMinutes = new Map<string, MinuteCount>();

  function add(run: number, name: string, count: number): void {
    if (gathering === undefined) return void tallies.add(run, name, count);
    const key = `${run} ${name}`;
    gathering.set(key, [run, name, (gathering.get(key)?.[2] ?? 0) + count]);
  }

  function addMinute(run: number, at: number, name: string, count = 1): void {
    if (gathering === undefined) return void tallies.addMinute(run, at, name, count);
    const key = `${run} ${name} ${Math.floor(at / 60_000)}`;
    gatheredMinutes.set(key, [run, at, name, (gatheredMinutes.get(key)?.[3] ?? 0) + count]);
  }

  return {
    /** Runs a part of a commit and writes what it counted. */
    gathered(work: () => void): void {
      const found = new Map<string, Count>();
      const minutes = new Map<string, MinuteCount>();
      [gathering, gatheredMinutes] = [found, minutes];
      try {
        work();
      } finally {
        gathering = undefined;
      }
      for (const one of found.values()) if (one[2] !== 0) tallies.add(...one);
      for (const one of minutes.values()) if (one[3] !== 0) tallies.addMinute(...one);
    },
    /** A contact was messaged: its message is accepted. Count it before anything is known of the message. */
    messaged(run: number, at: number): void {
      add(run, 'queued', 1);
      addMinute(run, at, 'messaged');
    },
    /** Takes `messaged` back: the message was not accepted. */
    notMessaged(run: number, at: number): void {
      add(run, 'queued', -1);
      addMinute(run, at, 'messaged', -1);
    },
    skipped(run: number, reason: string, at: number): void {
      add(run, `${SKIPPED}${reason}`, 1);
      addMinute(run, at, 'skipped');
    },
    filtered: (run: number, count: number) => add(run, FILTERED, count),
    /** Hears of news of messages, inside the commit that stores it. */
    hear({ campaignRun, status }: MessageHead, news: DeliveryNews): void {
      if (campaignRun === null || nameOf(status) === nameOf(news.status)) return;
      add(campaignRun, nameOf(status), -1);
      add(campaignRun, nameOf(news.status), 1);
      addMinute(campaignRun, news.at, nameOf(news.status));
    },
    /** How many messages of a run no carrier has taken yet. */
    countUnderWay: (run: number) => tallies.one(run, 'queued') + (gathering?.get(`${run} queued`)?.[2] ?? 0),
  };
}

/** What openRunCounts returns. */
export type RunCounts = ReturnType<typeof openRunCounts>;
