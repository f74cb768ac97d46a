import { createHash } from 'node:crypto';
import type { Conversation } from '../../runtime/conversation.ts';
import type { Program } from '../../runtime/program.ts';
import type { StepOptions } from '../../runtime/step-run.ts';
import { answerDataAction, passTime, performAct, type Watched } from '../../simulator/driven-call.ts';
import { beginCall } from '../../simulator/played-steps.ts';
import type { StepRecord } from '../../store/conversation-store.ts';
import { CoverageWatch } from '../coverage/watch.ts';
import { isDecision, type Move } from './moves.ts';
import type { CallStart } from './starts.ts';

/*
 * The calls that were tried, as a tree: a node is where somebody has a choice, an edge what was done there.
 *
 * T1: two nodes never hold the same conversation, ids and times apart; the one that was found first is kept.
 * T2: what an edge covers is noted, also where it leads to a node that there was.
 */

/** Steps that a call may take by itself between two choices, such as music on hold that never ends. */
const MAX_STEPS_ALONE = 150;

/** A place where somebody has a choice, or the end of a call. */
export interface Node {
  readonly start: CallStart;
  readonly last: StepRecord;
  readonly before?: { readonly node: Node; readonly move: Move };
  /** Moves from the start. */
  readonly depth: number;
}

/** A move that was tried: what it covered, and where it led. */
export interface Edge {
  readonly start: CallStart;
  readonly from?: Node;
  readonly move?: Move;
  readonly covered: readonly string[];
  readonly to: Node;
  /** Whether nobody was at that node before. */
  readonly isNew: boolean;
}

type Visit = Parameters<NonNullable<StepOptions['pauses']>>[0];

/** Plays calls from choice to choice, and remembers where it was. */
export class CallTree {
  readonly #program: Program;
  readonly #watch: CoverageWatch;
  readonly #seen = new Map<string, Node>();
  readonly #visited: (visit: Visit) => void;

  /** @param visited told each action that is about to begin. */
  constructor(program: Program, visited: (visit: Visit) => void) {
    this.#program = program;
    this.#watch = new CoverageWatch(program);
    this.#visited = visited;
  }

  get size(): number {
    return this.#seen.size;
  }

  /** Begins a call. */
  begin(start: CallStart): Edge {
    const { at, call, inputs, language } = start;
    const given = { ...(inputs !== undefined && { inputs }), ...(language !== undefined && { language }) };
    const { playing, covered } = this.#playing(start, undefined);
    const first = beginCall(playing, { id: 'explored', at, call, ...given });
    playing.played?.(first);
    return this.#arrive(start, settle(playing, first), covered);
  }

  /** Tries a move. */
  advance(from: Node, move: Move): Edge {
    const { playing, covered } = this.#playing(from.start, from.last.conversation);
    const steps =
      'act' in move
        ? performAct(playing, from.last, move.act)
        : answerDataAction(playing, from.last, move.answer);
    const last = settle(playing, steps.at(-1) ?? from.last);
    return this.#arrive(from.start, last, covered, { node: from, move });
  }

  #arrive(
    start: CallStart,
    last: StepRecord,
    covered: readonly string[],
    before?: NonNullable<Node['before']>,
  ): Edge {
    const key = stateKey(last, start);
    const known = this.#seen.get(key);
    const to: Node = known ?? {
      start,
      last,
      depth: (before?.node.depth ?? -1) + 1,
      ...(before !== undefined && { before }),
    };
    if (known === undefined) this.#seen.set(key, to);
    const edge = { start, covered: [...new Set(covered)], to, isNew: known === undefined };
    return before === undefined ? edge : { ...edge, from: before.node, move: before.move };
  }

  #playing({ environment }: CallStart, from: Conversation | undefined) {
    const covered: string[] = [];
    let before = from;
    const playing: Watched = {
      program: this.#program,
      environment,
      pauses: (visit) => {
        this.#visited(visit);
        return this.#watch.pauses(visit);
      },
      played: (step) => {
        covered.push(...this.#watch.covered(step, before));
        before = step.conversation;
      },
    };
    return { playing, covered };
  }
}

/** Lets time pass until somebody has a choice. */
function settle(playing: Watched, from: StepRecord): StepRecord {
  let last = from;
  for (let steps = 0; steps < MAX_STEPS_ALONE; steps++) {
    const { wait } = last.conversation;
    if (wait === undefined || isDecision(wait) || wait.dueAt === undefined) return last;
    last = passTime(playing, last).at(-1) ?? last;
  }
  return last;
}

/** The moves from the start of the call to a node. */
export function movesTo(node: Node | undefined): readonly Move[] {
  const moves: Move[] = [];
  for (let at = node; at?.before !== undefined; at = at.before.node) moves.push(at.before.move);
  return moves.reverse();
}

/** Tasks that call themselves make ever new ways: of a way the last calls count. */
const CALLS_OF_A_WAY = 3;

/** Where a call stands, coarsely: nodes of one place are alike in what can be done there. */
export function placeKey({ at, frames, wait }: Conversation): string {
  const way = frames
    .slice(-CALLS_OF_A_WAY)
    .map(({ returnTo = '' }) => returnTo)
    .join('>');
  const asked =
    wait?.for === 'choice'
      ? wait.plays
      : wait?.for === 'answer'
        ? `${wait.noInputs}${wait.noMatches}${wait.rejections}${wait.confirming === undefined ? '' : '?'}`
        : '';
  return `${at} ${wait?.for ?? ''} ${asked} ${way}`;
}

/** Times count from now; ids and what counts steps do not count. */
function stateKey(
  { conversation, at }: StepRecord,
  { environment, language, at: startedAt }: CallStart,
): string {
  const {
    id: _id,
    step: _step,
    startedAt: _startedAt,
    actionsRun: _run,
    wait,
    queue,
    audio: _audio,
    menus = [],
    ...rest
  } = conversation;
  const {
    begunAtStep: _begun,
    dueAt: _due,
    playing: _playing,
    ownDueAt: _own,
    ...waits
  } = wait ?? {
    for: 'nothing',
  };
  const waiting = 'idempotencyKey' in waits ? { ...waits, idempotencyKey: '' } : waits;
  const place = queue === undefined ? 0 : Math.round(((queue.answersAt ?? at) - at) / 60_000);
  const text = JSON.stringify([
    rest,
    menus.slice(-2),
    waiting,
    place,
    environmentNumber(environment),
    language,
    startedAt,
  ]);
  return createHash('sha1').update(text).digest('base64');
}

const numbers = new WeakMap<object, number>();
let nextNumber = 0;

/** Environments are told apart by identity: there is one for each start. */
function environmentNumber(environment: object): number {
  const number = numbers.get(environment) ?? nextNumber++;
  numbers.set(environment, number);
  return number;
}
