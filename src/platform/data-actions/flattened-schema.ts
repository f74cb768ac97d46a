import type { ContractProperty } from '../../actions/contract-properties.ts';
import type { JsonObject } from '../../authoring/json.ts';

/** A contract flattened as Architect shows it: dotted names, and collections for lists. */
export function flattenedSchema(properties: readonly ContractProperty[]): JsonObject {
  const required = properties.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(properties.map((property) => [property.name, schemaOf(property)])),
    ...(required.length > 0 && { required }),
  };
}

/** Names of the collections in a flattened contract. */
export function collectionsOf(properties: readonly ContractProperty[]): readonly string[] {
  return properties.filter(({ isCollection }) => isCollection).map(({ name }) => name);
}

function schemaOf({ type, isCollection }: ContractProperty): JsonObject {
  const one = type === 'any' ? {} : { type };
  return isCollection ? { type: 'array', items: one } : one;
}
