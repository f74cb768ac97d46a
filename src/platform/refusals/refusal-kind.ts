/** One way the platform says no. */
export interface RefusalKind {
  /** HTTP status. */
  readonly status: number;
  /** What it means, for docs/errors.md. */
  readonly about: string;
}
