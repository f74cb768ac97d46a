/** Stands for every division in a grant, as in Genesys Cloud. */
export const ALL_DIVISIONS = '*';

/** `domain:entity:action`; each part may be `*`. */
export const PERMISSION_PATTERN = '^(?:[A-Za-z]+|\\*):(?:[A-Za-z]+|\\*):(?:[A-Za-z]+|\\*)$';

/** What a role allows in one division, or in all. */
export interface Grant {
  readonly permissions: readonly string[];
  /** ALL_DIVISIONS for all. */
  readonly divisionId: string;
}

/** Where something is allowed. */
export type Divisions = 'all' | ReadonlySet<string>;

/** What somebody may do, and where. */
export interface Permissions {
  /** Whether a permission is held in any division. */
  has(permission: string): boolean;
  /** The divisions a permission is held in. `conversation:*:*` asks for all of conversation, held by one grant. */
  divisionsOf(permission: string): Divisions;
}

/** The permissions that grants add up to. Answers are remembered: the same few are asked for with every request. */
export function permissionsOf(grants: readonly Grant[]): Permissions {
  const known = new Map<string, Divisions>();
  const divisionsOf = (permission: string): Divisions => {
    const remembered = known.get(permission);
    if (remembered !== undefined) return remembered;
    const found = findDivisions(grants, permission);
    known.set(permission, found);
    return found;
  };
  return {
    divisionsOf,
    has(permission) {
      const divisions = divisionsOf(permission);
      return divisions === 'all' || divisions.size > 0;
    },
  };
}

function findDivisions(grants: readonly Grant[], permission: string): Divisions {
  const divisions = grants
    .filter(({ permissions }) => permissions.some((pattern) => covers(pattern, permission)))
    .map(({ divisionId }) => divisionId);
  return divisions.includes(ALL_DIVISIONS) ? 'all' : new Set(divisions);
}

/** Whether a permission of a role, with or without `*`, holds all that another one says. */
function covers(pattern: string, permission: string): boolean {
  if (pattern === permission) return true;
  const asked = permission.split(':');
  const parts = pattern.split(':');
  return parts.length === asked.length && parts.every((part, index) => part === '*' || part === asked[index]);
}
