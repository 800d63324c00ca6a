/** The small checks of limits.ts: each answers the problems of one value, worded as Slack words them. */
export type JsonObject = Record<string, unknown>;

export function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function problem(message: string, at: string): string {
  return `${message} [json-pointer:${at}]`;
}

/** Runs a check only when the value is there. */
export function ifPresent(value: unknown, check: (value: unknown) => string[]): string[] {
  return value === undefined || value === null ? [] : check(value);
}

export function stringLength(value: unknown, least: number, most: number, at: string): string[] {
  if (typeof value !== 'string') return [problem('must be a string', at)];
  if (value.length < least) return [problem(`must be more than ${least - 1} characters`, at)];
  return value.length > most ? [problem(`must be less than ${most + 1} characters`, at)] : [];
}

export function arraySize(value: unknown, least: number, most: number, at: string): string[] {
  if (!Array.isArray(value)) return [problem('must be an array', at)];
  if (value.length < least) return [problem(`no fewer than ${least} items allowed`, at)];
  return value.length > most ? [problem(`no more than ${most} items allowed`, at)] : [];
}

export function oneOf(value: unknown, allowed: unknown[], at: string): string[] {
  return allowed.includes(value) ? [] : [problem(`must be one of: ${allowed.join(', ')}`, at)];
}

export function textObject(value: unknown, most: number, at: string): string[] {
  if (!isRecord(value)) return [problem('must be a text object', at)];
  const { type, text } = value;
  return [
    ...oneOf(type, ['plain_text', 'mrkdwn'], `${at}/type`),
    ...stringLength(text, 1, most, `${at}/text`),
    ...(type === 'mrkdwn' && 'emoji' in value ? [problem('invalid additional property: emoji', at)] : []),
    ...(type === 'plain_text' && 'verbatim' in value ? [problem('invalid additional property: verbatim', at)] : []),
  ];
}

export function plainText(value: unknown, most: number, at: string): string[] {
  if (!isRecord(value)) return [problem('must be a plain_text object', at)];
  return value.type === 'plain_text' ? textObject(value, most, at) : oneOf(value.type, ['plain_text'], `${at}/type`);
}

export function unsupported(type: unknown, at: string): string {
  return problem(`unsupported type: ${String(type)}`, `${at}/type`);
}

/** Checks every object of a list; a list that is missing has no problems of its own here. */
export function each(list: unknown, at: string, check: (item: JsonObject, at: string) => string[]): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item, index) =>
    isRecord(item) ? check(item, `${at}/${index}`) : [problem('must be an object', `${at}/${index}`)],
  );
}

/** Characters a reader sees: every `text` string, however deep. */
export function characters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + characters(item), 0);
  if (!isRecord(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === 'text' && typeof inner === 'string' ? inner.length : characters(inner)),
    0,
  );
}

const richTextInline: Record<string, (element: JsonObject, at: string) => string[]> = {
  broadcast: (element, at) => oneOf(element.range, ['here', 'channel', 'everyone'], `${at}/range`),
  channel: (element, at) => stringLength(element.channel_id, 1, 255, `${at}/channel_id`),
  color: (element, at) => stringLength(element.value, 1, 255, `${at}/value`),
  date: (element, at) => [
    ...(Number.isInteger(element.timestamp) ? [] : [problem('must be a whole number of seconds', `${at}/timestamp`)]),
    ...stringLength(element.format, 1, 255, `${at}/format`),
  ],
  emoji: (element, at) => stringLength(element.name, 1, 255, `${at}/name`),
  link: (element, at) => stringLength(element.url, 1, 3000, `${at}/url`),
  team: (element, at) => stringLength(element.team_id, 1, 255, `${at}/team_id`),
  text: (element, at) => stringLength(element.text, 1, 40_000, `${at}/text`),
  user: (element, at) => stringLength(element.user_id, 1, 255, `${at}/user_id`),
  usergroup: (element, at) => stringLength(element.usergroup_id, 1, 255, `${at}/usergroup_id`),
};

const richTextParts = ['rich_text_section', 'rich_text_list', 'rich_text_preformatted', 'rich_text_quote'];

export function richTextProblems(block: unknown, at: string): string[] {
  if (!isRecord(block) || block.type !== 'rich_text') return [problem('must be a rich_text block', at)];
  if (!Array.isArray(block.elements)) return [problem('must be an array', `${at}/elements`)];
  return block.elements.flatMap((part, index) => richTextPart(part, richTextParts, `${at}/elements/${index}`));
}

function richTextPart(part: unknown, allowed: string[], at: string): string[] {
  if (!isRecord(part)) return [problem('must be an object', at)];
  const wrong = oneOf(part.type, allowed, `${at}/type`);
  if (wrong.length > 0) return wrong;
  if (!Array.isArray(part.elements)) return [problem('must be an array', `${at}/elements`)];
  return part.elements.flatMap((element, index) => {
    const place = `${at}/elements/${index}`;
    if (part.type === 'rich_text_list') return richTextPart(element, ['rich_text_section'], place);
    return richTextElement(element, place);
  });
}

function richTextElement(element: unknown, at: string): string[] {
  if (!isRecord(element)) return [problem('must be an object', at)];
  const check = typeof element.type === 'string' ? richTextInline[element.type] : undefined;
  return check ? check(element, at) : [unsupported(element.type, at)];
}
