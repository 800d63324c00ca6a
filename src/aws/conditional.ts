import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';

/** The answer of a conditional write, or null when its condition did not hold: that is a normal answer. */
export async function conditional<Answer>(write: Promise<Answer>): Promise<Answer | null> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}

/**
 * Parts of an UpdateItem that writes these attributes and removes those that are undefined. Names and values are
 * aliased (`#name`, `:name`), because many words are reserved.
 */
export function assignment(attributes: Record<string, unknown>) {
  const all = Object.entries(attributes);
  const kept = all.filter(([, value]) => value !== undefined);
  const dropped = all.filter(([, value]) => value === undefined);
  return {
    set: kept.map(([name]) => `#${name} = :${name}`),
    remove: dropped.map(([name]) => `#${name}`),
    names: Object.fromEntries(all.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(kept.map(([name, value]) => [`:${name}`, value])),
  };
}
