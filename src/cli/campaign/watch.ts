import { EXIT, type ExitCode, type Io } from '../io.ts';
import { count, oneLine, statusText } from './campaign-text.ts';
import { type CampaignView, campaignPath, type ProgressView, readView } from './campaign-view.ts';
import type { PlatformDoor } from './platform-door.ts';
import type { Progress } from './progress.ts';
import { type ProgressLine, timeText } from './progress-line.ts';
import { openRate } from './rate.ts';

/** How often the platform is asked: of a million contacts it tells as fast as of ten. */
const POLL_MS = 250;
/** How long carriers may take for the last messages before it is told. */
const PATIENCE_MS = 5_000;

/** What watching works with. */
export interface WatchParts {
  readonly io: Io;
  readonly progress: Progress;
  readonly json: true | undefined;
  /** Whether the platform runs in this process, and ends with it. */
  readonly isOwn: boolean;
}

/**
 * Watches a campaign until it has ended and nothing of it is on the way. A first Ctrl-C stops the campaign, a second one the
 * watching.
 *
 * @returns 0 when it is complete.
 */
export async function watchCampaign(
  door: PlatformDoor,
  { id }: Pick<CampaignView, 'id'>,
  parts: WatchParts,
): Promise<ExitCode> {
  const { io, progress } = parts;
  const rate = openRate();
  const stops = openStops(io);
  let isStopAsked = false;
  let waitsSince: number | undefined;
  let hasToldRest = false;
  try {
    for (;;) {
      const body = await door.get(campaignPath(id));
      const campaign = readView(body);
      rate.saw(Date.now(), doneOf(campaign));
      if (isOver(campaign) || stops.count() > 1 || (stops.count() > 0 && !isMoving(campaign))) {
        progress.end();
        return told(campaign, body, parts);
      }
      progress.tell(lineOf(campaign, rate.perMinute()), { type: 'progress', ...campaign.progress });
      if (stops.count() > 0 && !isStopAsked) {
        isStopAsked = true;
        await door.post(`${campaignPath(id)}/stop`);
        tell(
          parts,
          'stopping',
          'Stopping: what was handed over goes out still. Ctrl-C once more stops watching.',
        );
      } else if (!isMoving(campaign) && !hasToldRest) {
        waitsSince ??= Date.now();
        hasToldRest = Date.now() - waitsSince > PATIENCE_MS;
        if (hasToldRest)
          tell(
            parts,
            'waiting',
            'No contact is left; some messages still wait for their carrier. Ctrl-C stops watching.',
          );
      }
      await stops.orAfter(POLL_MS);
    }
  } finally {
    progress.end();
    stops.close();
  }
}

function tell({ json, io, progress }: WatchParts, type: string, sentence: string): void {
  if (json === true) io.out(`${JSON.stringify({ type })}\n`);
  else progress.note(`${sentence}\n`);
}

/** Counts how often the user asks to stop. */
function openStops(io: Io) {
  let asked = 0;
  let wake = () => {};
  const forget = io.onStop(() => {
    asked += 1;
    wake();
  });
  return {
    count: () => asked,
    /** Resolves after a while, or when the user asks to stop. */
    orAfter(ms: number): Promise<void> {
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
    close: forget,
  };
}

function isMoving({ status }: CampaignView): boolean {
  return status === 'on' || status === 'stopping' || status === 'forced_stopping';
}

function isOver(campaign: CampaignView): boolean {
  return !isMoving(campaign) && (campaign.progress?.onTheWay ?? 0) === 0;
}

function doneOf({ progress }: CampaignView): number {
  return (progress?.messaged ?? 0) + (progress?.skipped ?? 0);
}

function lineOf(campaign: CampaignView, perMinute: number | undefined): ProgressLine {
  const { name, progress } = campaign;
  if (progress === undefined) return { label: name, parts: [] };
  const { total, messaged, skipped } = progress;
  return {
    label: name,
    share: total === 0 ? 1 : (messaged + skipped) / total,
    parts: [
      `${count(messaged)} messaged`,
      ...countParts(progress),
      ...rateParts(campaign, progress, perMinute),
    ],
  };
}

function* countParts({ skipped, dispositions, waitingForTime }: ProgressView): Iterable<string> {
  if (skipped > 0) yield `${count(skipped)} skipped`;
  const failed = dispositions['OUTBOUND-MESSAGE-FAILED'] ?? 0;
  if (failed > 0) yield `${count(failed)} failed`;
  if (waitingForTime > 0) yield `${count(waitingForTime)} wait for their time`;
}

function* rateParts(
  { status }: CampaignView,
  { total, messaged, skipped, waitingForTime, onTheWay }: ProgressView,
  perMinute: number | undefined,
): Iterable<string> {
  if (status !== 'on') return yield `${count(onTheWay)} on the way`;
  if (perMinute === undefined || perMinute === 0) return;
  yield `${count(Math.round(perMinute))} a minute`;
  const left = total - messaged - skipped - waitingForTime;
  if (left > 0) yield `${timeText((left * 60) / perMinute)} left`;
}

/** What came of it. */
function told(campaign: CampaignView, body: object, { io, json, isOwn }: WatchParts): ExitCode {
  const { status, progress } = campaign;
  const left = progress === undefined ? 0 : progress.total - progress.messaged - progress.skipped;
  const onTheWay = progress?.onTheWay ?? 0;
  if (json === true) io.out(`${JSON.stringify({ type: 'ended', campaign: body })}\n`);
  else io.out(statusText(campaign, io.hasColors));
  const isDone = status === 'complete' && (onTheWay === 0 || !isOwn);
  if (json === true || isDone) return isDone ? EXIT.ok : EXIT.failed;
  if (left > 0)
    io.err(
      `${count(left)} contacts are left: attendant campaign run ${quoted(campaign.name)} goes on with them.\n`,
    );
  if (onTheWay > 0)
    io.err(
      `${count(onTheWay)} messages are on the way${isOwn ? '; they go out when Attendant runs again' : ''}.\n`,
    );
  return EXIT.failed;
}

/** A name as a shell takes it. */
function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `"${oneLine(name)}"`;
}
