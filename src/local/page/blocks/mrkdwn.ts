/**
 * Reads Slack's mrkdwn into a tree; see https://docs.slack.dev/messaging/formatting-message-text.
 * Entities are decoded once, in the leaves, after everything else: `&lt;!channel&gt;` is text and can never become a
 * broadcast. What Slack does not read (headings, lists, HTML) stays text.
 */
export type MrkdwnNode =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'code' | 'quote' | 'pre'; children: MrkdwnNode[] }
  | { kind: 'link'; url: string; label: string }
  | { kind: 'user'; id: string; label?: string }
  | { kind: 'channel'; id: string; label?: string }
  | { kind: 'group'; id: string; label?: string }
  | { kind: 'broadcast'; range: Broadcast }
  | { kind: 'date'; seconds: number; format: string; url?: string; fallback: string }
  | { kind: 'emoji'; name: string };

export type Broadcast = 'here' | 'channel' | 'everyone';

/** `verbatim` leaves bare URLs as text; it never stops `<…>` from being read, as in Slack. */
export interface MrkdwnOptions {
  verbatim?: boolean;
}

/** The nodes of one mrkdwn text. Never throws; neighbouring text nodes are joined. */
export function parseMrkdwn(text: string, options: MrkdwnOptions = {}): MrkdwnNode[] {
  const nodes: MrkdwnNode[] = [];
  const fence = /```(?:\n)?([\s\S]+?)```/g;
  let from = 0;
  for (const match of text.matchAll(fence)) {
    nodes.push(...parseLines(text.slice(from, match.index), options));
    nodes.push({ kind: 'pre', children: parseInline((match[1] ?? '').replace(/\n$/, ''), plainReader) });
    from = match.index + match[0].length;
  }
  nodes.push(...parseLines(text.slice(from), options));
  return joinText(nodes);
}

/** Decodes the three entities Slack asks for, once: `&amp;lt;` becomes `&lt;`. */
export function decodeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_, name: string) => (name === 'amp' ? '&' : name === 'lt' ? '<' : '>'));
}

/** What an inline stretch may contain. */
interface Reader {
  styles: boolean;
  autolink: boolean;
}
const plainReader: Reader = { styles: false, autolink: false };

// Slack stores a typed `>` as `&gt;` and still shows the line as a quote, so both start one.
const quoteMark = /^(?:>|&gt;) ?/;

function parseLines(text: string, options: MrkdwnOptions): MrkdwnNode[] {
  const reader: Reader = { styles: true, autolink: !options.verbatim };
  const nodes: MrkdwnNode[] = [];
  let plain: string[] = [];
  let quoted: string[] = [];
  const flushPlain = (before: 'quote' | 'end') => {
    if (plain.length === 0) return;
    const joined = plain.join('\n');
    nodes.push(...parseInline(before === 'quote' ? joined.replace(/\n$/, '') : joined, reader));
    plain = [];
  };
  const flushQuoted = () => {
    if (quoted.length > 0) nodes.push({ kind: 'quote', children: joinText(parseInline(quoted.join('\n'), reader)) });
    quoted = [];
  };
  for (const line of text.split('\n')) {
    if (quoteMark.test(line)) {
      flushPlain('quote');
      quoted.push(line.replace(quoteMark, ''));
    } else {
      flushQuoted();
      plain.push(line);
    }
  }
  flushQuoted();
  flushPlain('end');
  return nodes;
}

const styleOf = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
const bareUrl = /^https?:\/\/[^\s<>|`*"']*[^\s<>|`*"'.,:;!?)\]}_~]/;
const emojiAt = /^:([a-z0-9_+-]+):/;

function parseInline(text: string, reader: Reader): MrkdwnNode[] {
  const nodes: MrkdwnNode[] = [];
  let at = 0;
  let literal = '';
  const flush = () => {
    if (literal) nodes.push({ kind: 'text', text: decodeEntities(literal) });
    literal = '';
  };
  while (at < text.length) {
    const found = readAt(text, at, reader);
    if (found) {
      flush();
      nodes.push(found.node);
      at = found.end;
    } else {
      literal += text.charAt(at);
      at += 1;
    }
  }
  flush();
  return joinText(nodes);
}

interface Found {
  node: MrkdwnNode;
  end: number;
}

function readAt(text: string, at: number, reader: Reader): Found | undefined {
  const character = text.charAt(at);
  if (character === '<') return readAngle(text, at);
  if (!reader.styles) return undefined;
  if (character === '`') return readCode(text, at);
  if (character === '*' || character === '_' || character === '~') return readStyle(text, at, character, reader);
  if (character === ':') {
    const name = emojiAt.exec(text.slice(at))?.[1];
    return name ? { node: { kind: 'emoji', name }, end: at + name.length + 2 } : undefined;
  }
  if (character === 'h' && reader.autolink && !isWord(text.charAt(at - 1))) {
    const url = bareUrl.exec(text.slice(at))?.[0];
    if (url)
      return { node: { kind: 'link', url: decodeEntities(url), label: decodeEntities(url) }, end: at + url.length };
  }
  return undefined;
}

function readCode(text: string, at: number): Found | undefined {
  const end = text.indexOf('`', at + 1);
  const inside = text.slice(at + 1, end);
  if (end <= at + 1 || inside.includes('\n')) return undefined;
  return { node: { kind: 'code', children: parseInline(inside, plainReader) }, end: end + 1 };
}

/** A style opens after a boundary and before a non-space, and closes the other way round, on the same line. */
function readStyle(text: string, at: number, mark: keyof typeof styleOf, reader: Reader): Found | undefined {
  if (isWord(text.charAt(at - 1)) || text.charAt(at - 1) === mark) return undefined;
  const first = text.charAt(at + 1);
  if (first === '' || first === mark || /\s/.test(first)) return undefined;
  for (let end = at + 2; end < text.length; end += 1) {
    const character = text.charAt(end);
    if (character === '\n') return undefined;
    if (character === '<') {
      const close = text.indexOf('>', end);
      if (close > 0) end = close;
      continue;
    }
    if (character === '`') {
      const close = text.indexOf('`', end + 1);
      if (close > 0) end = close;
      continue;
    }
    if (character !== mark || /\s/.test(text.charAt(end - 1)) || isWord(text.charAt(end + 1))) continue;
    return { node: { kind: styleOf[mark], children: parseInline(text.slice(at + 1, end), reader) }, end: end + 1 };
  }
  return undefined;
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

function readAngle(text: string, at: number): Found | undefined {
  const end = text.indexOf('>', at);
  if (end < 0) return undefined;
  const inside = text.slice(at + 1, end);
  if (inside.includes('\n') || inside.includes('<')) return undefined;
  const node = angleNode(inside);
  return node ? { node, end: end + 1 } : undefined;
}

function angleNode(inside: string): MrkdwnNode | undefined {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : decodeEntities(inside.slice(bar + 1));
  if (/^@[UW][A-Z0-9]+$/.test(target)) return { kind: 'user', id: target.slice(1), label };
  if (/^#[CG][A-Z0-9]+$/.test(target)) return { kind: 'channel', id: target.slice(1), label };
  if (target.startsWith('!subteam^')) return { kind: 'group', id: target.slice('!subteam^'.length), label };
  if (target.startsWith('!date^')) return dateNode(target, label);
  if (target === '!here' || target === '!channel' || target === '!everyone') {
    return { kind: 'broadcast', range: target === '!here' ? 'here' : target === '!channel' ? 'channel' : 'everyone' };
  }
  if (target.startsWith('!')) return { kind: 'text', text: label ?? decodeEntities(`<${target}>`) };
  const url = decodeEntities(target);
  return isSafeUrl(url) ? { kind: 'link', url, label: label || url } : undefined;
}

function dateNode(target: string, fallback: string | undefined): MrkdwnNode {
  const [, seconds = '', format = '', url] = target.split('^');
  const text = fallback ?? '';
  if (!/^-?\d+$/.test(seconds) || format === '') return { kind: 'text', text };
  const link = url === undefined ? undefined : decodeEntities(url);
  return { kind: 'date', seconds: Number(seconds), format: decodeEntities(format), url: link, fallback: text };
}

/** Only what Slack would open: web pages, mail and telephone; `javascript:` and the like stay text. */
export function isSafeUrl(url: string): boolean {
  return /^(?:https?:\/\/|mailto:|tel:|slack:\/\/)\S+$/i.test(url);
}

function joinText(nodes: MrkdwnNode[]): MrkdwnNode[] {
  const joined: MrkdwnNode[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.kind === 'text' && last?.kind === 'text') last.text += node.text;
    else joined.push(node.kind === 'text' ? { ...node } : node);
  }
  return joined;
}

/** Whether a broadcast is live anywhere in the tree. */
export function mentionsEveryone(nodes: MrkdwnNode[]): boolean {
  return nodes.some((node) => node.kind === 'broadcast' || ('children' in node && mentionsEveryone(node.children)));
}
