/** Thrown where a part of an export has no exact native form: the whole file then stays as it was exported. */
export class NotConvertible extends Error {
  override readonly name = 'NotConvertible';
  /** What is in the way: a piece of the template, to be found in it and shown. Absent: the whole value. */
  readonly piece: string | undefined;
  /** JSON Pointer into the export. */
  readonly pointer: string;

  /** @param why a sentence's end: what native templates cannot do. */
  constructor(why: string, piece?: string, pointer = '') {
    super(why);
    this.piece = piece;
    this.pointer = pointer;
  }

  /** The same with the place of its template. */
  at(pointer: string): NotConvertible {
    return this.pointer === '' ? new NotConvertible(this.message, this.piece, pointer) : this;
  }
}
