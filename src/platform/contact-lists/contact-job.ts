import type { JsonObject } from '../../authoring/json.ts';
import type { ContactFilter } from '../contact-filters/contact-filter.ts';
import { CONTACT_LISTS_PATH } from './contact-list-entity.ts';

/** What contacts are to change. */
export interface ContactPatch {
  /** Places in the list's `columnNames`, and the new texts. */
  readonly cells: readonly (readonly [number, string])[];
  readonly isCallable?: boolean;
  readonly details?: JsonObject;
}

/** Which contacts a job is for, and what becomes of them. */
export interface ContactJobRequest {
  /** By id; absent: those that fit all `filters`. */
  readonly ids?: readonly string[];
  readonly filters: readonly ContactFilter[];
  /** Absent: they are removed. */
  readonly patch?: ContactPatch;
}

/** A row of `contact_job`: a change of many contacts that is made in slices. */
export interface ContactJob {
  readonly key: number;
  readonly id: string;
  readonly listKey: number;
  readonly kind: 'remove' | 'edit';
  readonly request: ContactJobRequest;
  readonly state: 'running' | 'complete';
  /** Contacts that are newer are none of its business. */
  readonly untilSequence: number;
  /** Null: not counted yet. */
  readonly totalCount: number | null;
  readonly doneCount: number;
  /** How far it is: in sequences, or in the ids it was given. */
  readonly position: number;
  /** Epoch ms; relative times of its filters count from here. */
  readonly startedAt: number;
}

/** A job in the shape of Genesys' `ContactsBulkOperationJob`. */
export function contactJobEntity(job: ContactJob, listId: string): JsonObject {
  const { id, kind, state, totalCount, doneCount } = job;
  return {
    id,
    state: state === 'running' ? 'InProgress' : 'Complete',
    type: kind === 'remove' ? 'BulkDelete' : 'BulkEdit',
    totalRecords: totalCount ?? 0,
    completedRecords: doneCount,
    percentComplete: state === 'complete' ? 100 : percentOf(doneCount, totalCount ?? 0),
    selfUri: `${CONTACT_LISTS_PATH}/${listId}/contacts/bulk/jobs/${id}`,
  };
}

/** Whole; 100 is for what is complete. */
function percentOf(done: number, total: number): number {
  return total === 0 ? 0 : Math.min(99, Math.floor((done / total) * 100));
}
