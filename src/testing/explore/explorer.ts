import type { Json } from '../../authoring/json.ts';
import type { Step } from '../../runtime/program.ts';
import type { StepOptions } from '../../runtime/step-run.ts';
import { type CoverageItem, coverageItems } from '../coverage/coverage-items.ts';
import { CallTree, type Edge, movesTo, type Node, placeKey } from './call-tree.ts';
import { focusedOn } from './literals.ts';
import { type Move, type MoveSources, movesAt } from './moves.ts';
import type { CallStart } from './starts.ts';

/*
 * Looks for calls that take what no call took yet.
 *
 * First from place to place, the least tried places first. When that finds nothing more, calls that came near something
 * not taken are changed in one thing each: how they begin, or one move. What that finds is gone on from.
 *
 * E1: the same program, starts and limits find the same, unless time runs out.
 */

/** Places are tried so many times more than there are of them before the search says that it finds nothing more. */
const PATIENCE = 2;
const LEAST_PATIENCE = 150;
/** A search ends after so many moves, however much time there is: what it remembers must fit into memory. */
const MAX_MOVES = 300_000;
/** Calls that are changed go on so many moves by themselves behind those they repeat. */
const MOVES_BEHIND = 12;
/** Values of one condition that are told. */
const MAX_TOLD = 6;
/** Visits of a condition that are looked at. */
const MAX_LOOKED_AT = 400;

/** What is searched with. */
export interface Exploring extends MoveSources {
  readonly starts: readonly CallStart[];
  /** Keys of coverage items that tests take already. */
  readonly tested: ReadonlySet<string>;
  /** Whether time has run out. */
  isOver(): boolean;
  /** Told now and then. */
  progress?(taken: number, of: number, calls: number): void;
}

/** What was found. */
export interface Explored {
  /** The first that took something new, by what it took: a call to it takes it. */
  readonly edges: readonly Edge[];
  /** Keys of what no test takes and they do. */
  readonly found: ReadonlySet<string>;
  readonly missing: readonly CoverageItem[];
  /** Values that were seen where a condition was asked, by the id of its action. */
  readonly seen: ReadonlyMap<string, readonly string[]>;
  /** Moves that were tried. */
  readonly moves: number;
  readonly isOver: boolean;
}

type Visit = Parameters<NonNullable<StepOptions['pauses']>>[0];

/** Searches. */
export function explore(exploring: Exploring): Explored {
  return new Explorer(exploring).explore();
}

class Explorer {
  readonly #exploring: Exploring;
  readonly #tree: CallTree;
  readonly #items: readonly CoverageItem[];
  readonly #wanted: Set<string>;
  readonly #found = new Set<string>();
  readonly #edges: Edge[] = [];
  /** The first edge that took it. */
  readonly #first = new Map<string, Edge>();
  readonly #open = new Map<string, Node[]>();
  readonly #tries = new Map<string, number>();
  readonly #values = new Map<string, Set<string>>();
  readonly #lookedAt = new Map<string, number>();
  readonly #mutated = new Set<string>();
  #moves = 0;
  #sinceNew = 0;

  constructor(exploring: Exploring) {
    this.#exploring = exploring;
    this.#tree = new CallTree(exploring.program, (visit) => this.#look(visit));
    this.#items = coverageItems(exploring.program).filter(({ unreachable }) => unreachable === undefined);
    const { tested } = exploring;
    this.#wanted = new Set(this.#items.map(({ key }) => key).filter((key) => !tested.has(key)));
  }

  explore(): Explored {
    const [usual] = this.#exploring.starts;
    if (usual !== undefined && this.#wanted.size > 0) this.#note(this.#tree.begin(usual));
    do this.#walk();
    while (this.#wanted.size > 0 && !this.#isOver() && this.#mutate());
    this.#tell();
    return {
      edges: this.#edges,
      found: this.#found,
      missing: this.#items.filter(({ key }) => this.#wanted.has(key)),
      seen: new Map([...this.#values].map(([id, values]) => [id, [...values]])),
      moves: this.#moves,
      isOver: this.#isOver(),
    };
  }

  #isOver(): boolean {
    return this.#moves >= MAX_MOVES || this.#exploring.isOver();
  }

  #walk(): void {
    this.#sinceNew = 0;
    while (this.#wanted.size > 0 && !this.#isOver()) {
      if (this.#sinceNew > Math.max(LEAST_PATIENCE, PATIENCE * this.#open.size)) return;
      const node = this.#next();
      if (node === undefined) return;
      this.#sinceNew++;
      for (const move of movesAt(this.#exploring, node.last.conversation)) {
        this.#try(node, move);
        if (this.#isOver()) return;
      }
    }
  }

  /** A node of the place that was tried least. */
  #next(): Node | undefined {
    let least: string | undefined;
    let tries = Number.POSITIVE_INFINITY;
    for (const [place, nodes] of this.#open) {
      const count = this.#tries.get(place) ?? 0;
      if (nodes.length > 0 && count < tries) [least, tries] = [place, count];
    }
    if (least === undefined) return undefined;
    this.#tries.set(least, tries + 1);
    return this.#open.get(least)?.shift();
  }

  #try(node: Node, move: Move): Edge {
    this.#moves++;
    if (this.#moves % 500 === 0) this.#tell();
    return this.#note(this.#tree.advance(node, move));
  }

  #note(edge: Edge): Edge {
    const fresh = edge.covered.filter((key) => this.#wanted.has(key));
    for (const key of edge.covered) if (!this.#first.has(key)) this.#first.set(key, edge);
    for (const key of fresh) {
      this.#wanted.delete(key);
      this.#found.add(key);
    }
    if (fresh.length > 0) {
      this.#edges.push(edge);
      this.#sinceNew = 0;
    }
    const { conversation } = edge.to.last;
    if (edge.isNew && conversation.status === 'waiting') {
      const place = placeKey(conversation);
      const nodes = this.#open.get(place);
      if (nodes === undefined) this.#open.set(place, [edge.to]);
      else nodes.push(edge.to);
    }
    return edge;
  }

  /** Changes calls that came to something not taken. @returns whether that took something new. */
  #mutate(): boolean {
    const { length } = this.#edges;
    const { program, literals } = this.#exploring;
    const actions = new Set(this.#items.filter(({ key }) => this.#wanted.has(key)).map((one) => one.action));
    for (const action of actions) {
      // What was never come to is come to by another way of an action before it.
      const edge = this.#first.get(action);
      const step = program.steps[program.byId.get(action) ?? -1];
      const key = `${action} ${this.#lacking(action)}`;
      if (edge === undefined || step === undefined || this.#mutated.has(key)) continue;
      if (this.#isOver()) break;
      this.#mutated.add(key);
      this.#mutateCall(edge, action, { ...this.#exploring, literals: focusedOn(step, literals) });
    }
    return this.#edges.length > length;
  }

  #lacking(action: string): string {
    return this.#items
      .filter((item) => item.action === action && this.#wanted.has(item.key))
      .map(({ key }) => key)
      .join();
  }

  #mutateCall(edge: Edge, action: string, sources: MoveSources): void {
    const moves = movesTo(edge.from);
    const all = edge.move === undefined ? moves : [...moves, edge.move];
    const isDone = () => this.#isOver() || this.#lacking(action) === '';
    const nodes = nodesTo(edge.from);
    // What is decided last matters most.
    for (const [index, node] of [...nodes.entries()].reverse())
      for (const move of movesAt(sources, node.last.conversation)) {
        if (isDone()) return;
        this.#follow(this.#try(node, move).to, all.slice(index + 1));
      }
    for (const start of this.#exploring.starts) {
      if (start === edge.start) continue;
      if (isDone()) return;
      this.#follow(this.#note(this.#tree.begin(start)).to, all);
    }
  }

  /** Repeats moves where they fit, and goes on a little by itself. */
  #follow(from: Node, moves: readonly Move[]): void {
    const left = [...moves];
    let node = from;
    for (let count = 0; count < moves.length + MOVES_BEHIND; count++) {
      const { wait } = node.last.conversation;
      if (wait === undefined) return;
      const at = left.findIndex((move) =>
        'act' in move
          ? wait.for !== 'dataAction'
          : wait.for === 'dataAction' && move.dataAction === wait.dataAction,
      );
      const move = at >= 0 ? left.splice(at, 1)[0] : movesAt(this.#exploring, node.last.conversation)[0];
      if (move === undefined) return;
      const next = this.#try(node, move).to;
      if (next === node) return;
      node = next;
    }
  }

  /** Notes what a condition is about, for those that never hold. */
  #look({ step, reader }: Visit): void {
    if (step.type.holds === undefined || step.reads.length === 0) return;
    const count = this.#lookedAt.get(step.id) ?? 0;
    if (count >= MAX_LOOKED_AT) return;
    this.#lookedAt.set(step.id, count + 1);
    const values = this.#values.get(step.id) ?? new Set();
    this.#values.set(step.id, values);
    if (values.size < MAX_TOLD) values.add(valuesText(step, reader));
  }

  #tell(): void {
    const all = this.#items.length;
    this.#exploring.progress?.(all - this.#wanted.size, all, this.#moves);
  }
}

function nodesTo(node: Node | undefined): readonly Node[] {
  const nodes: Node[] = [];
  for (let at = node; at !== undefined; at = at.before?.node) nodes.push(at);
  return nodes.reverse();
}

function valuesText({ reads }: Step, reader: Visit['reader']): string {
  const told = new Map(
    reads.map(({ scope, name }): [string, Json | undefined] => {
      if (scope === 'flow') return [name, reader.flowVariables[name]];
      return [name, scope === 'task' ? reader.taskVariables[name] : reader.builtIn(name)];
    }),
  );
  return [...told]
    .map(([name, value]) => `${name} = ${value === undefined ? 'NOT_SET' : short(value)}`)
    .join(', ');
}

function short(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
