import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import type { Ids } from './ports.ts';

const BYTES_AN_ID = 16;
const IDS_A_FILL = 256;

/** Half of the sequence's range: room to count on from wherever a millisecond begins. */
const FIRST_SEQUENCE_LIMIT = 2 ** 31;

/** UUIDs of version 7, each greater than the one before. Random bytes are fetched for many at once. */
export function timeOrderedIds(): Ids {
  const pool = new Uint8Array(BYTES_AN_ID * IDS_A_FILL);
  let used = pool.length;
  let msecs = 0;
  let seq = 0;

  function nextRandom(): Uint8Array {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += BYTES_AN_ID;
    return pool.subarray(used - BYTES_AN_ID, used);
  }

  return {
    next() {
      const random = nextRandom();
      const now = Date.now();
      seq =
        now > msecs
          ? new DataView(random.buffer, random.byteOffset).getUint32(0) % FIRST_SEQUENCE_LIMIT
          : seq + 1;
      msecs = Math.max(msecs, now);
      return v7({ random, msecs, seq });
    },
  };
}
