import { AttendantError } from '../errors.ts';
import type { ConversationStore } from '../store/conversation-store.ts';
import type { FlowLibrary, RunnableFlow } from './engine-options.ts';

/** The flow versions that conversations began with (R5), each compiled once. */
export class FlowVersions {
  readonly #store: ConversationStore;
  readonly #flows: FlowLibrary;
  readonly #known = new Map<string, RunnableFlow>();

  constructor({ store, flows }: { readonly store: ConversationStore; readonly flows: FlowLibrary }) {
    this.#store = store;
    this.#flows = flows;
  }

  /** Stores a version before the first conversation begins with it. */
  async keep(flow: RunnableFlow): Promise<void> {
    const { hash, name, type } = flow.program;
    if (this.#known.has(hash)) return;
    await this.#store.saveFlow({ hash, name, type, bundle: flow.bundle });
    this.#known.set(hash, flow);
  }

  /** @throws AttendantError `FLOW_UNKNOWN`, `FLOW_INVALID` */
  async load(hash: string): Promise<RunnableFlow> {
    const known = this.#known.get(hash);
    if (known !== undefined) return known;
    const version = await this.#store.loadFlow(hash);
    if (version === undefined) {
      const short = hash.slice(0, 12);
      throw new AttendantError(
        'FLOW_UNKNOWN',
        `the flow version ${short} of a stored conversation is missing`,
      );
    }
    const flow = this.#flows.fromBundle(version.bundle, hash);
    this.#known.set(hash, flow);
    return flow;
  }
}
