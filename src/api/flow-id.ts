import { createHash } from 'node:crypto';
import type { FlowLibrary, RunnableFlow } from '../engine/engine-options.ts';

/** Namespace of the ids below: any fixed UUID, this one drawn once. */
const NAMESPACE = 'b9d2c0de-6f0f-4c1c-9f0a-3a1f6a0c7e55';

/** The id of a flow where Genesys Cloud has a GUID: the UUID v5 (RFC 9562) of its name, so the same on every machine. */
export function flowId(name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(name);
  const bytes = hash.digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The flow with this name, or else with this id. */
export function findFlow(flows: FlowLibrary, nameOrId: string): RunnableFlow | undefined {
  const byName = flows.find(nameOrId);
  if (byName !== undefined) return byName;
  const name = flows.names().find((one) => flowId(one) === nameOrId.toLowerCase());
  return name === undefined ? undefined : flows.find(name);
}
