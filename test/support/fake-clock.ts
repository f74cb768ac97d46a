import type { Clock } from '../../src/ports.ts';

interface Appointment {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until a test moves it. It throws when it is sent back. */
export class FakeClock implements Clock {
  #now: number;
  #appointments: Appointment[] = [];

  /** @param startAt epoch ms; 2026-01-15 12:00 UTC when left out. */
  constructor(startAt = Date.UTC(2026, 0, 15, 12)) {
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  at(at: number, callback: () => void): () => void {
    const appointment = { at, callback };
    this.#appointments.push(appointment);
    return () => {
      this.#appointments = this.#appointments.filter((other) => other !== appointment);
    };
  }

  /** How many callbacks are still to come. */
  get pending(): number {
    return this.#appointments.length;
  }

  /** When the next callback comes, epoch ms; undefined when there is none. */
  get nextAt(): number | undefined {
    return this.#nextUntil(Number.POSITIVE_INFINITY)?.at;
  }

  /** Moves on by `ms` and calls back whatever falls due, in order of time, then of asking. */
  advance(ms: number): void {
    this.advanceTo(this.#now + ms);
  }

  /** Moves on to `at` (epoch ms). A callback sees the time it asked for, and may ask for another one on the way. */
  advanceTo(at: number): void {
    if (!(at >= this.#now)) throw new Error(`FakeClock stands at ${this.#now} and cannot go back to ${at}`);
    for (let due = this.#nextUntil(at); due !== undefined; due = this.#nextUntil(at)) {
      const { at: dueAt, callback } = due;
      this.#appointments = this.#appointments.filter((other) => other !== due);
      this.#now = Math.max(this.#now, dueAt);
      callback();
    }
    this.#now = at;
  }

  #nextUntil(at: number): Appointment | undefined {
    let next: Appointment | undefined;
    for (const appointment of this.#appointments) {
      if (appointment.at <= at && (next === undefined || appointment.at < next.at)) next = appointment;
    }
    return next;
  }
}
