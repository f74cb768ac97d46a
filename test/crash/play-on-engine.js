// Plays a call on the engine itself, whose process may die at any instant. People play calls with a Simulation.

const LISTENING = ['choice', 'digits', 'verification', 'recording', 'answer'];

/** Begins a call and plays it to its end. @returns the conversation, ended. */
export async function playOnEngine(stage, start, acts) {
  const { id } = await stage.engine.startCall(start);
  return goOnOnEngine(stage, id, acts);
}

/** Plays a call that is under way to its end, letting time pass wherever nobody acts. */
export async function goOnOnEngine(stage, id, acts) {
  const { engine, store, clock } = stage;
  const script = [...acts];
  for (;;) {
    await engine.idle();
    const conversation = await store.load(id);
    if (conversation === undefined) throw new Error(`conversation ${id} is gone`);
    const { wait } = conversation;
    if (wait === undefined) return conversation;
    const isAsked = LISTENING.includes(wait.for) && (wait.for !== 'digits' || wait.collected === '');
    const keys = isAsked ? script.shift() : undefined;
    if (keys === undefined) await passTo(stage, wait.dueAt ?? clock.next());
    else {
      await passTo(stage, wait.playing?.at(-1)?.endsAt ?? 0);
      for (const key of keys) await engine.stimulate(id, { type: 'pressed', keys: key });
    }
  }
}

/** One alarm after the other, so that what each one sets off happens at its own time. */
async function passTo({ engine, clock }, at) {
  for (let next = clock.next(); next !== undefined && next <= at; next = clock.next()) {
    clock.advanceTo(next);
    await engine.idle();
  }
  clock.advanceTo(at);
}
