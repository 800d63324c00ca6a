/** Lines of `Key=value`; a line without a key is left out. */
export function readTags(text: string): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const [key = '', ...value] = line.split('=');
    if (key.trim()) tags[key.trim()] = value.join('=').trim();
  }
  return tags;
}

/** The tags as such lines. */
export const tagLines = (tags: Record<string, string>): string =>
  Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join('\n');

/** The tags that are new or have another value than before. */
export const changedTags = (before: Record<string, string>, after: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
