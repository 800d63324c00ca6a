import type { Button, ContextBlock, HeaderBlock, MrkdwnElement, PlainTextElement, SectionBlock } from '@slack/types';

/**
 * Builders for the pieces of Block Kit. All text from people or from AWS goes through `escaped` (mrkdwn) or a plain_text
 * or rich_text element. Limits: https://docs.slack.dev/reference/block-kit
 */

/** Text that a person or AWS chose, safe inside mrkdwn: one line, no mentions, no links, at most `most` characters. */
export function escaped(text: string, most = 300): string {
  const line = oneLine(text);
  // Cut before escaping, so that an entity is never cut in two; by code points, so that no character is.
  const points = [...line];
  const cut = points.length > most ? `${points.slice(0, most - 1).join('')}…` : line;
  return cut.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Without line breaks, control characters and marks that turn the direction of what follows. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]+/gu, ' ').trim();
}

/** As much of the text as fits when escaped: `budget` characters of the result, for blocks that hold little more. */
export function escapedWithin(text: string, budget: number): string {
  let most = budget;
  let result = escaped(text, most);
  // No character becomes more than five, so that this never cuts more than it must by much.
  while (result.length > budget) {
    most -= Math.ceil((result.length - budget) / 5);
    result = escaped(text, most);
  }
  return result;
}

/** Like `escaped`, and without the characters that would start bold, italics, code or an emoji in the middle of a sentence. */
export function name(text: string, most = 80): string {
  return escaped(text, most).replace(/[*_~`]/g, (mark) => `\u200B${mark}\u200B`);
}

/**
 * A moment in the reader's own time zone: `Nov 24 at 2:02 PM`, with UTC for clients that cannot. Absolute, because the
 * message stays, and because Slack would write "Today" with a capital in the middle of a sentence.
 */
export function moment(iso: string): string {
  return slackDate(iso, '{date_short} at {time}');
}

/** A day and hour in the reader's own time zone: `Fri, Dec 5` style, with its time. */
export function deadline(iso: string): string {
  return slackDate(iso, '{date_short}, {time}');
}

export function day(iso: string): string {
  return slackDate(iso, '{date_short}');
}

function slackDate(iso: string, format: string): string {
  const fallback = `${iso.slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(Date.parse(iso) / 1000)}^${format}|${fallback}>`;
}

/**
 * The same moment in words, for places where Slack does not translate dates (header, confirm dialog, field hint):
 * `Fri 5 Dec 2026, 17:00 CET`.
 */
export function plainMoment(iso: string, timeZone: string): string {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(new Date(iso));
  const zone = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' })
    .formatToParts(new Date(iso))
    .find(({ type }) => type === 'timeZoneName');
  const date = part({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).replaceAll(',', '');
  return `${date}, ${part({ hour: '2-digit', minute: '2-digit' })} ${zone?.value ?? ''}`.trim();
}

/** `2 h 10 min`, `3 days`: how long something took. */
export function duration(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.round(hours / 24)} days`;
}

export function mention(userId: string): string {
  return `<@${userId}>`;
}

export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text };
}

/** A plain_text element of one line and at most `most` characters, counted as JavaScript does. */
export function plain(text: string, most = 150): PlainTextElement {
  const line = oneLine(text);
  if (line.length <= most) return { type: 'plain_text', text: line, emoji: false };
  // By code points, so that no character is cut in two.
  let kept = '';
  for (const point of line) {
    if (kept.length + point.length >= most) break;
    kept += point;
  }
  return { type: 'plain_text', text: `${kept}…`, emoji: false };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, 150) };
}

/** The text is trusted mrkdwn: its untrusted parts were escaped where they were put in. */
export function section(text: string): SectionBlock {
  return { type: 'section', text: mrkdwn(text), expand: true };
}

export function context(...texts: string[]): ContextBlock {
  return { type: 'context', elements: texts.map(mrkdwn) };
}

export function button(
  label: string,
  actionId: string,
  more: Pick<Button, 'style' | 'confirm' | 'value' | 'url' | 'accessibility_label'> = {},
): Button {
  return { type: 'button', text: plain(label, 75), action_id: actionId, ...more };
}

/** The first letter large, for words that start a sentence or name a choice. */
export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function sentenceList(items: string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** Finished mrkdwn cut to `most` characters, never inside an entity, a link, a mention or a character. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/(?:&[a-z]*|<[^>]*|[\uD800-\uDBFF])$/, '')}…`;
}
