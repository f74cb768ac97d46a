/** How far a record of a domain is, in Genesys' words. */
export type RecordStatus = 'PENDING' | 'VERIFIED' | 'FAILED';

/** What a look-up of a record found. */
export type FindingKind =
  /** DNS was not asked yet. */
  | 'notAsked'
  | 'found'
  /** Nothing stands at the name. */
  | 'notPublished'
  /** Records of other types stand at the name. */
  | 'otherType'
  | 'wrongValue'
  /** DNS did not answer, so nothing is known. */
  | 'notChecked';

/** What was found, and what to do about it. */
export interface Finding {
  readonly kind: FindingKind;
  /** One sentence, without its full stop, for the owner of the domain. */
  readonly message: string;
  /** The values that stand at the name, where there are some. */
  readonly values: readonly string[];
}

/** A record's state with the finding behind it. */
export interface RecordCheck {
  readonly status: RecordStatus;
  readonly finding: Finding;
}

/** The state of a record that was just made. */
export const NOT_ASKED: RecordCheck = {
  status: 'PENDING',
  finding: {
    kind: 'notAsked',
    message: 'not looked up yet; publish it, then activate the domain',
    values: [],
  },
};

/** The state of a record that is taken as right without a look-up. */
export const TAKEN_AS_FOUND: RecordCheck = {
  status: 'VERIFIED',
  finding: { kind: 'found', message: 'taken as published; DNS is not asked for this domain', values: [] },
};

/**
 * A record's state after a look-up (M5). What was verified and is not there any more has failed; where DNS did not
 * answer the state stays as it was.
 */
export function afterLookUp(before: RecordCheck, finding: Finding): RecordCheck {
  switch (finding.kind) {
    case 'found':
      return { status: 'VERIFIED', finding };
    case 'otherType':
    case 'wrongValue':
      return { status: 'FAILED', finding };
    case 'notPublished':
      return { status: before.status === 'PENDING' ? 'PENDING' : 'FAILED', finding };
    default: {
      const message = `${finding.message}; what was known before still counts`;
      return { status: before.status, finding: { ...finding, message } };
    }
  }
}
