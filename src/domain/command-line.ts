import type { Status } from './finding';
import type { ExceptionState } from './list-filter';
import { nearest } from './nearest';

export const COMMAND_WORDS = [
  'list',
  'show',
  'exceptions',
  'policy',
  'report',
  'export',
  'scan',
  'owner',
  'guardrail',
  'help',
] as const;

export type CommandWord = (typeof COMMAND_WORDS)[number];

/** Somebody who was named: by a mention, or by a handle that Slack did not turn into one. */
export type Named = { userId: string } | { handle: string };

export interface TypedPlace {
  account: string | null;
  region: string | null;
}

/** As it was typed: nothing is known yet of accounts, teams and people. Teams are in lower case. */
export interface TypedFilter extends TypedPlace {
  status: Status | null;
  owner: Named | null;
  team: string | null;
  overdue: boolean;
}

/** `guess` is what was probably meant, as it would be typed. `twice`: the same kind of word with two values. */
export type Misread =
  | { reason: 'unknown_command'; word: string; guess: CommandWord | null }
  | { reason: 'unknown_word' | 'twice'; command: CommandWord; word: string; guess: string | null }
  | { reason: 'missing'; command: 'show' | 'owner' };

/** How far a report looks back. */
export type Days = 7 | 30 | 90;

export type CommandLine =
  | { kind: 'glance' | 'help' | 'policy' | 'guardrail' | 'export' }
  | { kind: 'list'; filter: TypedFilter }
  | { kind: 'exceptions'; state: ExceptionState }
  | ({ kind: 'show'; asked: string } & TypedPlace)
  | ({ kind: 'scan' } & TypedPlace)
  | { kind: 'report'; days: Days; team: string | null }
  | { kind: 'owner'; tag: string; person: Named }
  | { kind: 'misread'; misread: Misread };

/** `NB-7F3K`, in any case. */
const REFERENCE = /^NB-[0-9A-Z]{4}$/i;

/** What was typed behind `/notebook-audit`, in Slack's escaping. */
export function readCommandLine(text: string): CommandLine {
  const [first, ...words] = wordsOf(text);
  if (first === undefined) return { kind: 'glance' };
  if (REFERENCE.test(first)) return { kind: 'show', asked: first, account: null, region: null };
  const command = COMMAND_WORDS.find((word) => word === first.toLowerCase());
  if (!command) {
    const meant = nearest(first.slice(0, 40), COMMAND_WORDS);
    const guess = COMMAND_WORDS.find((word) => word === meant) ?? null;
    return misread({ reason: 'unknown_command', word: first, guess });
  }
  switch (command) {
    case 'list':
      return readList(words);
    case 'show':
      return readShow(words);
    case 'exceptions':
      return readExceptions(words);
    case 'report':
      return readReport(words);
    case 'scan':
      return readScan(words);
    case 'owner':
      return readOwner(words);
    case 'help':
      return { kind: 'help' };
    case 'policy':
    case 'guardrail':
    case 'export':
      return words[0] === undefined ? { kind: command } : unknown(command, words[0]);
  }
}

/** The marks that people put around a word they copied. */
const AROUND = /^[`'"“”*]+|[`'"“”*]+$/g;

/** A mention, something in quotes (`team:"data science"`), or whatever stands between spaces; `team: growth` is one word. */
function wordsOf(text: string): string[] {
  const words = unlinked(text)
    .replace(/\b(team|account|region|owner|status):\s+/gi, '$1:')
    .matchAll(/<@[^>]*>|[^\s"“”]*["“”][^"“”]*["“”]|\S+/g);
  return [...words].map(([word]) => unescaped(word.replace(/["“”]/g, '"').replace(AROUND, '')).replaceAll('"', ''));
}

/** Slack makes links of addresses that people type, `<mailto:a@b.example|a@b.example>`: what was typed is meant. */
function unlinked(text: string): string {
  return text
    .replace(/<(?:mailto:|https?:\/\/)[^<>|]*\|([^<>]*)>/g, '$1')
    .replace(/<(?:mailto:|(?=https?:\/\/))([^<>|]*)>/g, '$1');
}

/** Slack sends what people type with these three as entities. A mention keeps its own marks. */
function unescaped(word: string): string {
  if (word.startsWith('<@')) return word;
  return word.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function misread(reason: Misread): CommandLine {
  return { kind: 'misread', misread: reason };
}

/** `known`: the words that would have been understood in that place. */
function unknown(command: CommandWord, word: string, known: readonly string[] = []): CommandLine {
  const [, prefix = '', value] = /^([a-z]*:)?(.*)$/is.exec(word) ?? [];
  const guess = nearest(word.slice(0, 40), known) ?? withValue(nearest(prefix.slice(0, 40), known), value);
  const isNews = guess !== null && guess !== word;
  return misread({ reason: 'unknown_word', command, word, guess: isNews ? `${command} ${guess}` : null });
}

function withValue(prefix: string | null, value: string | undefined): string | null {
  return prefix?.endsWith(':') && value ? `${prefix}${value}` : null;
}

/** The statuses in plain words, and as they are named in exports. */
const STATUSES: Record<string, Status> = {
  open: 'open',
  acknowledged: 'acknowledged',
  planned: 'migration_scheduled',
  scheduled: 'migration_scheduled',
  migration_scheduled: 'migration_scheduled',
  requested: 'exception_requested',
  exception_requested: 'exception_requested',
  allowed: 'exception_granted',
  granted: 'exception_granted',
  exception_granted: 'exception_granted',
  resolved: 'resolved',
};

const PLACE_WORDS = ['account:', 'region:'];
const LIST_WORDS = [...Object.keys(STATUSES), 'overdue', 'team:', 'owner:', ...PLACE_WORDS];

function readList(words: string[]): CommandLine {
  const filter: TypedFilter = { status: null, owner: null, team: null, account: null, region: null, overdue: false };
  for (const word of words) {
    const part = listPart(word);
    if (!part) return unknown('list', word, LIST_WORDS);
    if (isTwice(filter, part)) return misread({ reason: 'twice', command: 'list', word, guess: null });
    Object.assign(filter, part);
  }
  return { kind: 'list', filter };
}

function listPart(word: string): Partial<TypedFilter> | null {
  const status = statusOf(word.replace(/^status:/i, ''));
  if (status) return { status };
  if (word.toLowerCase() === 'overdue') return { overdue: true };
  const owner = personOf(word.replace(/^owner:/i, ''));
  if (owner) return { owner };
  const team = teamOf(word);
  return team ? { team } : placePart(word);
}

function statusOf(word: string): Status | undefined {
  const known = word.toLowerCase();
  return Object.hasOwn(STATUSES, known) ? STATUSES[known] : undefined;
}

function isTwice<T extends object>(read: T, part: Partial<T>): boolean {
  return Object.entries(part).some(([key, value]) => {
    const before = read[key as keyof T];
    return before !== null && before !== false && JSON.stringify(before) !== JSON.stringify(value);
  });
}

/** A tag of AWS holds 256 characters, so no team is longer: https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html */
const LONGEST_VALUE = 256;

function textAfter(prefix: string, word: string): string | null {
  if (!word.toLowerCase().startsWith(`${prefix}:`)) return null;
  const value = word.slice(prefix.length + 1).trim();
  return value !== '' && value.length <= LONGEST_VALUE ? value : null;
}

function teamOf(word: string): string | null {
  return textAfter('team', word)?.toLowerCase() ?? null;
}

function placePart(word: string): Partial<TypedPlace> | null {
  const account = textAfter('account', word);
  if (account) return { account };
  const region = textAfter('region', word);
  return region ? { region: region.toLowerCase() } : null;
}

/** `<@U012|dana>` as Slack escapes a mention, or `@dana` where it did not. */
function personOf(word: string): Named | null {
  const [, userId] = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word) ?? [];
  if (userId) return { userId };
  const [, handle] = /^@([^\s<>@]{1,80})$/.exec(word) ?? [];
  return handle ? { handle } : null;
}

function readShow(words: string[]): CommandLine {
  const place: TypedPlace = { account: null, region: null };
  const names: string[] = [];
  for (const word of words) {
    const part = placePart(word);
    if (part && isTwice(place, part)) return misread({ reason: 'twice', command: 'show', word, guess: null });
    if (part) Object.assign(place, part);
    else if (word !== '') names.push(word);
  }
  if (names.length === 0) return misread({ reason: 'missing', command: 'show' });
  return { kind: 'show', asked: names.join(' '), ...place };
}

const EXCEPTION_WORDS = ['pending', 'active', 'expiring'] as const;

function readExceptions([word, another]: string[]): CommandLine {
  if (word === undefined) return { kind: 'exceptions', state: 'any' };
  const state = EXCEPTION_WORDS.find((known) => known === word.toLowerCase());
  if (!state) return unknown('exceptions', word, EXCEPTION_WORDS);
  return another === undefined ? { kind: 'exceptions', state } : unknown('exceptions', another);
}

const PERIODS: Record<string, Days> = { '7d': 7, '30d': 30, '90d': 90 };

function readReport(words: string[]): CommandLine {
  const report: { days: Days | null; team: string | null } = { days: null, team: null };
  for (const word of words) {
    const part = reportPart(word);
    if (!part) return unknown('report', word, [...Object.keys(PERIODS), 'team:']);
    if (isTwice(report, part)) return misread({ reason: 'twice', command: 'report', word, guess: null });
    Object.assign(report, part);
  }
  return { kind: 'report', days: report.days ?? 30, team: report.team };
}

function reportPart(word: string): { days: Days } | { team: string } | null {
  const period = `${word.toLowerCase().replace(/d$/, '')}d`;
  const days = Object.hasOwn(PERIODS, period) ? PERIODS[period] : undefined;
  if (days !== undefined) return { days };
  const team = teamOf(word);
  return team ? { team } : null;
}

/** https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d$/i;

function readScan(words: string[]): CommandLine {
  const place: TypedPlace = { account: null, region: null };
  for (const word of words) {
    const part = placePart(word) ?? (REGION.test(word) ? { region: word.toLowerCase() } : { account: word });
    if (word.length > LONGEST_VALUE) return unknown('scan', word);
    if (isTwice(place, part)) return misread({ reason: 'twice', command: 'scan', word, guess: null });
    Object.assign(place, part);
  }
  return { kind: 'scan', ...place };
}

/** The tag may hold spaces, so the person comes last. */
function readOwner(words: string[]): CommandLine {
  const person = personOf(words.at(-1) ?? '');
  const tag = words.slice(0, -1).join(' ');
  return person && tag ? { kind: 'owner', tag, person } : misread({ reason: 'missing', command: 'owner' });
}
