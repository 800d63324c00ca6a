import type { Command, Finding, Message } from '../../../src/domain/finding';
import { launchOf } from '../../../src/domain/notebook';
import { RULE_IDS, type RuleId } from '../../../src/domain/policy';
import { messageFor } from '../../../src/slack/blocks/message';
import { aFinding, aMessage, aNotebook } from '../../support/a-finding';
import { aPolicy } from '../../support/a-policy';
import { expectSendable, livelyText, wordsOf } from '../../support/blocks';
import { aLook, changedBy } from '../../support/changes';

/** Texts that people can write anywhere, repeated up to `length` characters. */
const TEXTS: Record<string, (length: number) => string> = {
  mentions: (length) =>
    '<!channel> <@UEVIL> <!subteam^SEVIL> <#CEVIL> <https://evil.example|login> '.repeat(20).slice(0, length),
  'marks that start formats': (length) => '*b* _i_ ~s~ `c` ```x``` > q :skull: '.repeat(40).slice(0, length),
  'lines that pretend to be ours': (length) => '\n*Granted until 2099* by <@UEVIL>\r\n\t'.repeat(40).slice(0, length),
  'bidirectional controls': (length) => '\u202Eevil\u202C \u2066x\u2069 \u200Fשלום '.repeat(80).slice(0, length),
  'ampersands, which grow most when escaped': (length) => '&'.repeat(length),
  Japanese: (length) => '外部サイトのAPIが必要です。'.repeat(100).slice(0, length),
  Arabic: (length) => 'يجب الوصول إلى هذه الخدمة '.repeat(60).slice(0, length),
  'characters outside the basic plane': (length) => '🧪𝒳'.repeat(length / 4),
};

/** The name, tags and reasons as long as AWS and our forms allow. */
function worstFinding(text: (length: number) => string, tagCount: number): Finding {
  const tags = Object.fromEntries(Array.from({ length: tagCount }, (_, index) => [`${index}${text(126)}`, text(256)]));
  const notebook = aNotebook({
    region: 'ap-southeast-7',
    name: 'n'.repeat(63),
    tags,
    rootAccess: 'Enabled',
    subnetId: undefined,
    imdsVersion: '1',
  });
  const base = aFinding();
  const values: Partial<Record<RuleId, string>> = {
    'notebook-required-tags': text(900),
    'notebook-idle-shutdown-configured': text(63),
    'notebook-supported-platform': text(63),
  };
  return {
    ...base,
    notebook,
    launch: launchOf(notebook),
    violations: RULE_IDS.map((rule) => ({
      rule,
      observed: values[rule] ?? 'missing',
      severity: 'critical' as const,
      fix: rule === 'notebook-root-access-disabled' ? ('in_place' as const) : ('recreate' as const),
      firstSeenAt: base.firstSeenAt,
      deadline: base.deadline,
    })),
    owner: { userId: 'U0MARIA', source: { kind: 'tag', seen: text(256) } },
    ownerSearch: Array.from({ length: 6 }, () => ({ source: text(60), found: text(256) })),
    launchedBy: { name: text(256), userId: 'U0BEN' },
    team: text(256),
    sensitivity: text(256),
    messages: { 'card/1/U0MARIA/0': aMessage(), 'orphan/1': aMessage({ kind: 'orphan', to: 'security' }) },
  };
}

const policy = aPolicy({
  accounts: { '111122223333': { name: `<!here> ${'a'.repeat(100)} & <@UEVIL>` } },
  operator: '<!channel> & co',
  networks: [
    {
      account: '111122223333',
      region: 'ap-southeast-7',
      subnets: ['subnet-1'],
      security_groups: ['sg-1', 'sg-2', 'sg-3', 'sg-4', 'sg-5'],
      egress: { mirror: `<!channel>${'m'.repeat(300)}`, nat: true, s3: true },
    },
  ],
  security: { ...aPolicy().security, quorum: { default: 3 } },
  policy_exceptions: { max_days: { default: 30 } },
});

function statesOf(open: Finding, text: (length: number) => string): Finding[] {
  const words = text(1000);
  const ask = {
    type: 'request_exception',
    by: 'U0MARIA',
    requestId: 'V1',
    rules: [...RULE_IDS],
    until: '2026-12-08T16:00:00.000Z',
    category: 'other',
    reason: words,
    control: words,
  } satisfies Command;
  const approve = (by: string): Command => ({ type: 'approve', by, requestId: 'V1', condition: words });
  const granted = [ask, approve('U1'), approve('U2'), approve('U3')];
  const question = { type: 'ask', by: 'U1', requestId: 'V1', question: words } satisfies Command;
  const reply = { type: 'answer', by: 'U0MARIA', requestId: 'V1', answer: words } satisfies Command;
  const disown: Command = { type: 'disown', by: 'U0MARIA', note: words, proposed: 'U0BEN' };
  const steps: Command[][] = [
    [],
    [{ type: 'acknowledge', by: 'U0LEAD' }],
    [{ type: 'schedule_migration', by: 'U0LEAD', at: '2026-12-03T16:00:00.000Z', note: words }],
    [ask],
    [ask, approve('U1'), approve('U2')],
    [ask, question, reply, question, reply, question, reply, approve('U1'), approve('U2')],
    [...granted, { ...ask, requestId: 'V2' }, { ...question, requestId: 'V2' }, { ...reply, requestId: 'V2' }],
    granted,
    [...granted, { type: 'revoke', by: 'U1', requestId: 'V1', reason: words }],
    [ask, { type: 'deny', by: 'U1', requestId: 'V1', reason: words }],
    [ask, { type: 'time_out', requestId: 'V1' }],
    [disown],
    [{ type: 'observe', look: aLook(aNotebook({ tags: open.notebook.tags }), '2026-11-24T09:30:00Z', policy) }],
    [{ type: 'resolve', evidence: 'gone', observedAt: '2026-11-24T09:30:00Z' }],
  ];
  return [
    ...steps.map((commands) => changedBy(open, commands, policy)),
    { ...open, seenByEvent: false },
    { ...open, violations: open.violations.map((violation) => ({ ...violation, fix: 'in_place' as const })) },
    { ...open, owner: null },
  ];
}

const MESSAGES: Message[] = [
  aMessage({ greeting: true }),
  aMessage({ kind: 'orphan', to: 'security' }),
  aMessage({ kind: 'request', to: 'security', requestId: 'V1' }),
  aMessage({ kind: 'request', to: 'security', requestId: 'V2' }),
  aMessage({ kind: 'line', line: { about: 'acted', by: 'U0LEAD', command: 'acknowledge' } }),
];

describe.each(Object.entries(TEXTS))('%s in everything that people and AWS can name', (_what, text) => {
  const line = aMessage({ kind: 'line', line: { about: 'decided', by: 'U1', outcome: 'denied', note: text(1000) } });
  // With all tags the command is too long for a card; with a few it is as long as a card shows.
  const findings = [...statesOf(worstFinding(text, 44), text), worstFinding(text, 12), worstFinding(text, 4)];
  const contents = findings.flatMap((finding) =>
    [...MESSAGES, line].flatMap((message) => {
      const rounds = [message, { ...message, round: finding.round }];
      return rounds.map((shown) => messageFor(finding, shown, { now: '2026-11-24T12:00:00Z', policy }));
    }),
  );

  it('gives messages that Slack takes', () => {
    for (const content of contents) expectSendable(content);
  });

  it('shows the command where it fits', () => {
    const commands = contents.filter((content) => wordsOf(content).includes('create-notebook-instance'));
    expect(commands.length).toBeGreaterThan(0);
  });

  it('calls nobody and links nowhere', () => {
    for (const content of contents) {
      const lively = livelyText(content);
      expect(lively).not.toMatch(/<(!(channel|here|everyone|subteam)|@UEVIL|#CEVIL|https:\/\/evil)/);
      expect(lively).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200E\u200F]/);
    }
  });

  it('never starts a line of its own in our sentences', () => {
    for (const content of contents) expect(livelyText(content)).not.toMatch(/^\s*\*Granted until 2099/m);
  });
});

it('quotes an ordinary reason in full, in the blocks and in the text alone', () => {
  const reason = `${'x'.repeat(999)}!`;
  const finding = changedBy(aFinding(), [
    {
      type: 'request_exception',
      by: 'U0MARIA',
      requestId: 'V1',
      rules: ['notebook-no-direct-internet-access'],
      until: '2026-12-08T16:00:00.000Z',
      category: 'other',
      reason,
    },
  ]);
  const content = messageFor(finding, aMessage({ kind: 'request', requestId: 'V1' }), {
    now: '2026-11-24T12:00:00Z',
    policy: aPolicy(),
  });
  expect(wordsOf(content)).toContain(reason);
  expect(content.text).toContain(reason);
});
