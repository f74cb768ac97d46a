/** Which sequences of a list were met: a bit for each, so that a million take 125 KB. */
export function sequenceSet() {
  let bits = new Uint8Array(1024);

  return {
    add(sequence: number): void {
      const place = sequence >>> 3;
      if (place >= bits.length) {
        const more = new Uint8Array(2 * place);
        more.set(bits);
        bits = more;
      }
      bits[place] = (bits[place] ?? 0) | (1 << (sequence & 7));
    },
    has: (sequence: number) => ((bits[sequence >>> 3] ?? 0) & (1 << (sequence & 7))) !== 0,
  };
}
