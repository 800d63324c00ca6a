import type { HomeView, ModalView } from '@slack/types';
import type { ExceptionRequest, Finding } from '../../src/domain/finding';
import { viewProblems } from '../../src/slack/blocks/limits';
import { aFinding, aNotebook } from './a-finding';

/** The strings of a view that Slack parses for mentions, links and dates. */
function parsedText(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(parsedText);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value && value.type === 'mrkdwn' && 'text' in value ? [String(value.text)] : [];
  return [...own, ...Object.values(value).flatMap(parsedText)];
}

/** People, groups, channels and addresses that a view mentions or links to. */
export function liveIn(view: ModalView | HomeView): string[] {
  return parsedText(view).flatMap((text) => text.match(/<(?!!date)[^>]*>/g) ?? []);
}

/** Slack takes the view, and nothing that people or AWS wrote in it is alive. */
export function expectSafe(view: ModalView | HomeView): void {
  expect(viewProblems(view)).toEqual([]);
  expect(liveIn(view).filter((live) => /^<([@#][UC]0EVIL|!(channel|here|everyone)|https:..evil)/.test(live))).toEqual(
    [],
  );
  expect(JSON.stringify(parsedText(view))).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
}

/** What a reader sees, one text a line. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join('\n');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, inner]) => (key === 'text' && typeof inner === 'string' ? inner : textOf(inner)))
    .filter(Boolean)
    .join('\n');
}

/** What people and AWS may have written, at its worst. */
export const HOSTILE_TEXTS: [what: string, text: string][] = [
  [
    'mentions and links',
    '<!channel> <!here> <@U0EVIL> <#C0EVIL> <https://evil.example|policy> &lt;!everyone>'.repeat(12),
  ],
  ['marks and line breaks', '*bold* _it_ ~no~ `code`\n> quote\n```\nblock\u0000'.repeat(20)],
  ['text that turns around', '\u202Eevil\u2066 \u05D0\u05D1\u05D2 \u0645\u0631\u062D\u0628\u0627'.repeat(40)],
  ['long words without spaces', '漢字かな'.repeat(250)],
  ['emoji of two units', '🧪👩‍🔬'.repeat(200)],
  ['ampersands', '&'.repeat(1000)],
];

/** A finding in which everything that people or AWS choose is `text`, cut to the longest they may choose. */
export function aFindingWith(text: string, over: Partial<Finding> = {}): Finding {
  const long = text.slice(0, 1000);
  const tags = { Owner: text.slice(0, 256), Team: text.slice(0, 256), [text.slice(0, 128)]: text.slice(0, 256) };
  const launch = aFinding().launch;
  return aFinding({
    launch: { ...launch, name: 'a'.repeat(63) },
    notebook: aNotebook({ name: text.slice(0, 63), tags, instanceType: long, lifecycleConfig: text.slice(0, 63) }),
    launchedBy: { name: long, userId: 'U0JO' },
    owner: { userId: 'U0MARIA', source: { kind: 'tag', seen: text.slice(0, 256) } },
    migration: { at: '2026-12-03T16:00:00.000Z', by: 'U0MARIA', decidedAt: '2026-11-24T10:00:00Z', note: long },
    handover: { by: 'U0MARIA', at: '2026-11-24T10:00:00Z', proposed: 'U0JO', note: long },
    history: Array.from({ length: 60 }, (_, index) => ({
      version: index + 1,
      at: '2026-11-24T10:00:00Z',
      actor: 'U0MARIA',
      command: 'schedule_migration',
      from: 'open',
      to: 'migration_scheduled',
      note: long,
    })),
    ...over,
  });
}

export function aRequest(over: Partial<ExceptionRequest> = {}): ExceptionRequest {
  return {
    id: 'V1',
    by: 'U0MARIA',
    at: '2026-11-24T10:00:00Z',
    rules: ['notebook-no-direct-internet-access', 'notebook-root-access-disabled'],
    until: '2026-12-12T16:00:00.000Z',
    category: 'packages',
    reason: 'The scoring vendor has no endpoint inside our network yet.',
    timeoutAt: '2026-11-26T16:00:00.000Z',
    quorum: 1,
    approvals: [],
    questions: [],
    ownerChangedBy: [],
    ...over,
  };
}
