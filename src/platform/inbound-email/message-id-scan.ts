/** A header line with a Message-ID, wherever it stands: in the e-mail's own head, or in a message it brings back. */
const MESSAGE_ID = /(?:^|\n)message-id:(?:\s{0,100})(<[\x21-\x3b\x3d\x3f-\x7e]{1,240}>)/gi;
/** A line as long as one that is looked for may be cut in two by the end of a chunk. */
const OVERLAP = 400;
const MAX_FOUND = 20;

/** Finds the Message-IDs in an e-mail while its bytes pass. */
export function messageIdScan() {
  const ids = new Set<string>();
  let carried = '';
  return {
    read(chunk: Uint8Array): void {
      const text = carried + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
      for (const [, id = ''] of text.matchAll(MESSAGE_ID)) if (ids.size < MAX_FOUND) ids.add(id);
      carried = text.slice(-OVERLAP);
    },
    /** In the order they were found. */
    found: (): readonly string[] => [...ids],
  };
}
