import type { Command, Finding } from '../../../src/domain/finding';
import { audit } from '../../../src/domain/policy';
import type { Policy } from '../../../src/domain/policy-file';
import { findingCard } from '../../../src/slack/blocks/finding-card';
import { subjectOfBlockId } from '../../../src/slack/ids';
import { aFinding, aMessage, aNotebook } from '../../support/a-finding';
import { aPolicy } from '../../support/a-policy';
import { buttonsOf, expectSendable, wordsOf } from '../../support/blocks';
import { aLook, changedBy, newestMessage } from '../../support/changes';

const NOW = '2026-11-24T12:00:00Z';
const MENU = '[Not Mine, Why, and What Works Instead, Corrected Command, Check Again, History]';
const MENU_AFTER = '[Not Mine, Why, and What Works Instead, Corrected Command, History]';

function card(finding: Finding, message = aMessage(), policy: Policy = aPolicy(), now = NOW) {
  const content = findingCard(finding, message, { now, policy });
  expectSendable(content);
  return { content, words: wordsOf(content), buttons: buttonsOf(content) };
}

function findingOf(notebook = aNotebook(), over: Partial<Finding> = {}): Finding {
  const violations = audit(notebook, aPolicy(), 'internal').map((violation) => ({
    ...violation,
    firstSeenAt: '2026-11-24T09:13:00Z',
    deadline: '2026-12-01T16:00:00Z',
  }));
  return aFinding({ notebook, violations, messages: { 'card/1/U0MARIA/0': aMessage() }, ...over });
}

const both = findingOf(aNotebook({ rootAccess: 'Enabled' }));
const inPlace = findingOf(aNotebook({ directInternetAccess: 'Disabled', rootAccess: 'Enabled' }));
const grown = findingOf(aNotebook({ createdAt: '2024-11-02T09:00:00Z' }), { seenByEvent: false });

const acknowledge: Command = { type: 'acknowledge', by: 'U0MARIA' };
const schedule: Command = {
  type: 'schedule_migration',
  by: 'U0MARIA',
  at: '2026-12-03T16:00:00.000Z',
  files: 'backup',
};
const request: Command = {
  type: 'request_exception',
  by: 'U0MARIA',
  requestId: 'V1',
  rules: ['notebook-no-direct-internet-access'],
  until: '2026-12-08T16:00:00.000Z',
  category: 'packages',
  reason: 'The vendor package is only on its own index.',
};
const approve: Command = { type: 'approve', by: 'U0SEC', requestId: 'V1', condition: 'no customer data' };
const deny: Command = { type: 'deny', by: 'U0SEC', requestId: 'V1', reason: 'The mirror has that package.' };
const ask: Command = { type: 'ask', by: 'U0SEC', requestId: 'V1', question: 'Which package?' };
const answer: Command = { type: 'answer', by: 'U0MARIA', requestId: 'V1', answer: 'The one of the vendor.' };
const renewal: Command = { ...request, requestId: 'V2', until: '2026-12-15T16:00:00.000Z' };
const gone: Command = { type: 'resolve', evidence: 'gone', observedAt: '2026-11-24T11:02:00Z' };
const good = aNotebook({ directInternetAccess: 'Disabled' });

describe('what the card asks for', () => {
  const at = (now: string, finding = both) => card(finding, aMessage(), aPolicy(), now).words;

  it('says that it is young only while it is', () => {
    expect(at(NOW)).toContain('It is young, so now is the easiest moment.');
    expect(at('2026-11-26T12:00:00Z')).not.toContain('It is young');
    expect(at('2026-11-26T12:00:00Z')).toContain('*Corrected launch*');
  });

  it.each([
    ['a young one', both],
    ['a grown one', grown],
    ['a fix in place', inPlace],
  ])('says of %s when its date has passed', (_what, finding) => {
    expect(at(NOW, finding)).not.toContain('has passed');
    expect(at('2026-12-02T09:00:00Z', finding)).toMatch(/\(the date, \*<!date[^>]*>\*, has passed\)/);
  });
});

describe('the buttons of the card', () => {
  const OPEN_YOUNG = ['Acknowledge*', 'Schedule Migration', 'Request Exception', MENU];
  const ACKNOWLEDGED = ['Schedule Migration*', 'Request Exception', 'Check Again', MENU_AFTER];
  const handedOver = changedBy(both, [
    {
      type: 'assign_owner',
      by: 'U0LEAD',
      found: {
        owner: { userId: 'U0BEN', source: { kind: 'assigned', by: 'U0LEAD' } },
        team: 'growth',
        teamTag: 'growth',
        search: [],
      },
    },
  ]);

  it.each<[string, Finding, string[]]>([
    ['open and young', both, OPEN_YOUNG],
    ['open and grown', grown, ['Acknowledge', 'Schedule Migration*', 'Request Exception', MENU]],
    ['fixable in place', inPlace, ['Acknowledge*', 'Schedule Fix', 'Request Exception', MENU]],
    ['acknowledged', changedBy(both, [acknowledge]), ACKNOWLEDGED],
    [
      'planned',
      changedBy(both, [schedule]),
      [
        'Show Plan*',
        'Check Again',
        'Change Date',
        '[Request Exception, Not Mine, Why, and What Works Instead, Corrected Command, History]',
      ],
    ],
    ['with security', changedBy(both, [request]), ['Schedule Migration', 'Withdraw Request']],
    [
      'allowed',
      changedBy(findingOf(), [request, approve]),
      [
        'Schedule Migration*',
        'Ask to Extend',
        '[Why, and What Works Instead, Corrected Command, Check Again, History]',
      ],
    ],
    [
      'partly allowed',
      changedBy(both, [request, approve]),
      ['Acknowledge*', 'Schedule Fix', 'Request Exception', MENU],
    ],
    ['denied', changedBy(both, [request, deny]), OPEN_YOUNG],
    ['timed out', changedBy(both, [request, { type: 'time_out', requestId: 'V1' }]), OPEN_YOUNG],
    ['denied after an acknowledgement', changedBy(both, [acknowledge, request, deny]), ACKNOWLEDGED],
    ['resolved', changedBy(both, [gone]), []],
    ['said not to be theirs', changedBy(both, [{ type: 'disown', by: 'U0MARIA' }]), []],
    ['handed over', handedOver, []],
  ])('%s', (_state, finding, buttons) => {
    expect(card(finding).buttons).toEqual(buttons);
  });

  it('carry the launch and change their block_id with every version', () => {
    const ids = [both, changedBy(both, [acknowledge])].map((finding) => {
      const block = card(finding).content.blocks.find(({ type }) => type === 'actions');
      return block?.block_id ?? '';
    });
    expect(subjectOfBlockId(ids[0] ?? '')).toEqual({ launch: both.launch });
    expect(new Set(ids).size).toBe(2);
  });
});

describe('an open card', () => {
  it('says first that nothing is blocked, then what it is, what to do and by when', () => {
    const { content, words } = card(both);
    expect(words).toMatch(
      /^Churn-Model has direct internet access\n\*Nothing is blocked, stopped or deleted: keep working\.\*/,
    );
    expect(words).toContain('• *Direct internet access: Enabled.* AWS cannot change this after launch → recreate');
    expect(words).toContain('• *Root access: Enabled.* Can be changed on the stopped notebook → fix in place');
    expect(words).toContain('aws sagemaker create-notebook-instance');
    expect(words).toContain(
      'In this network: pip and conda through https://pypi.example.com, S3 yes, other internet through NAT · stated in policy',
    );
    expect(words).toContain('its tag *Owner = maria* points to you. Not yours? ⋯ *Not Mine*');
    expect(words).toContain(both.reference);
    expect(content.text).toMatch(/^Churn-Model has direct internet access \(ml-dev, eu-west-1, NB-/);
    expect(content.text).toContain('Nothing is blocked, stopped or deleted.');
    expect(content.text).toContain('Fix by <!date^');
    expect(content.text).toContain('Three choices: acknowledge, schedule a migration, request a policy exception.');
  });

  it('stays young for the whole first round, and gives the command only then', () => {
    const late = findCommand(findingCard(both, aMessage(), { now: '2026-11-30T12:00:00Z', policy: aPolicy() }));
    expect(late).toContain('Churn-Model-2');
    expect(findCommand(card(grown).content)).toBeUndefined();
    expect(findCommand(card(findingOf(aNotebook(), { seenByEvent: false })).content)).toBeUndefined();
    expect(findCommand(card({ ...both, firstSeenAt: '2026-11-24T10:12:31Z' }).content)).toBeUndefined();
  });

  it('tells a grown one that the work is safe', () => {
    const { words } = card(grown);
    expect(words).toContain(
      '*Your work is safe: nothing is blocked, stopped or deleted.* Churn-Model has run since <!date^',
    );
    expect(words).not.toContain('do not stop');
  });

  it('warns against stopping a platform that would not start again', () => {
    const old = aNotebook({ platform: 'notebook-al2-v3', createdAt: '2024-11-02T09:00:00Z' });
    expect(card(findingOf(old, { seenByEvent: false })).words).toContain(
      '*Please do not stop it yet.* It runs Amazon Linux 2',
    );
    const small = card(findingOf({ ...old, directInternetAccess: 'Disabled' }));
    expect(small.words).toContain('*Please do not only stop it.*');
    expect(findCommand(small.content)).toContain('--platform-identifier notebook-al2023-v1');
  });

  it('shows the change itself when nothing has to be recreated', () => {
    const { content, words } = card(inPlace);
    expect(words).toMatch(/^Churn-Model needs a small settings change\n/);
    expect(words).toContain('No recreate, no data move; it must be stopped for a moment.');
    expect(findCommand(content)).toContain('update-notebook-instance');
  });

  it('asks for tags without a stop', () => {
    const { content, words } = card(
      findingOf(aNotebook({ directInternetAccess: 'Disabled', tags: { Owner: 'maria', Team: 'growth' } })),
    );
    expect(words).toMatch(/^Churn-Model needs two tags\n/);
    expect(words).toContain('No stop, no recreate: it keeps running.');
    expect(findCommand(content)).toMatch(/^aws sagemaker add-tags/);
  });

  it('says that there is nowhere to go rather than giving a command that cannot work', () => {
    const finding = {
      ...findingOf(),
      deadline: null,
      violations: findingOf().violations.map((one) => ({ ...one, deadline: null })),
    };
    const { content, words, buttons } = card(finding, aMessage(), aPolicy({ networks: [] }));
    expect(words).toContain('*There is no approved network in ml-dev / eu-west-1 yet*');
    expect(words).toContain('*Acknowledge* is enough for now; the fix date waits.');
    expect(findCommand(content)).toBeUndefined();
    expect(buttons[0]).toBe('Acknowledge*');
  });

  it('asks only for what is not allowed for now', () => {
    const { content, words } = card(changedBy(both, [request, approve]));
    expect(words).toContain('• *Root access: Enabled.*');
    expect(words).not.toContain('• *Direct internet access');
    expect(findCommand(content)).toContain('update-notebook-instance');
    expect(content.text).not.toContain('To fix: direct internet access');
  });

  it('names tags that only a person knows', () => {
    const { words } = card(findingOf(aNotebook({ tags: { Owner: 'maria', Team: 'growth' } })));
    expect(words).toContain('please add them: Project, DataSensitivity');
  });

  it('names the launcher when that is somebody else', () => {
    const other = card(findingOf(aNotebook(), { launchedBy: { name: 'ben', userId: 'U0BEN' } }));
    expect(other.words).toContain('Launched by <@U0BEN>');
    expect(card(findingOf()).words).not.toContain('Launched by <@');
  });

  it('says hello in the first message to a person, and only then', () => {
    expect(card(both, aMessage({ greeting: true })).words).toMatch(
      /^Hello, I'm Notebook Audit, run by Platform team\./,
    );
    expect(card(both).words).not.toContain('Hello');
  });

  it('says when a reminder follows an acknowledgement: the working day before the date', () => {
    for (const finding of [both, grown, inPlace]) {
      expect(card(finding).words).toMatch(/Acknowledge: I'll fix it by the date; next reminder <!date\^1796029200\^/);
    }
  });

  it('promises no reminder where nobody is reminded, or none is ahead', () => {
    const observing = aPolicy({ mode: 'observe' });
    for (const finding of [
      both,
      changedBy(both, [acknowledge]),
      changedBy(both, [schedule]),
      changedBy(findingOf(), [request, approve]),
    ]) {
      expect(card(finding, aMessage(), observing).words).not.toMatch(/next reminder|I'll (remind|tell) you/);
    }
    const tomorrow = changedBy(both, [{ ...schedule, at: '2026-11-25T16:00:00.000Z' }]);
    expect(card(tomorrow).words).not.toContain("I'll remind you");
  });
});

describe('after a decision the card says', () => {
  it.each<[string, Finding, RegExp]>([
    [
      'who acknowledged',
      changedBy(both, [acknowledge]),
      /\*Acknowledged\* by you, <!date[^>]*>\. Fix by \*<!date[^>]*>\*; next reminder <!date\^1796029200\^[^>]*>\. When it is done I notice by myself\./,
    ],
    [
      'who acknowledged for them',
      changedBy(both, [{ type: 'acknowledge', by: 'U0LEAD' }]),
      /\*Acknowledged\* by <@U0LEAD>/,
    ],
    [
      'what is planned and seen',
      changedBy(both, [schedule]),
      /\*Migration planned for <!date[^*]*\.\* I'll remind you the day before\. When the old notebook is gone I notice by myself/,
    ],
    [
      'what a person said about the files',
      changedBy(both, [{ ...schedule, files: 'safe_elsewhere' }]),
      /Files: everything is in Git or S3 already \(said by <@U0MARIA>/,
    ],
    ['a fix without a move', changedBy(inPlace, [schedule]), /\*Fix planned for/],
    [
      'what waits with security',
      changedBy(both, [request]),
      /\*With security since .*\*: direct internet access until .*Answer due .*Nothing to do; reminders and the fix date wait\.\n\*Not part of the request:\* root access, in place\./,
    ],
    [
      'what is allowed',
      changedBy(findingOf(), [request, approve]),
      /\*Allowed until .*\* by <@U0SEC>, .*Covers direct internet access on this notebook only\. I'll tell you 7 days and 1 day before\.\n\*Condition:\* “no customer data”/,
    ],
    [
      'what is allowed for less than a week, with the one warning that fits',
      changedBy(findingOf(), [{ ...request, until: '2026-11-30T16:00:00.000Z' }, approve]),
      /on this notebook only\. I'll tell you 1 day before\./,
    ],
    ['what security asks', changedBy(both, [request, ask]), /\*Security asks:\* “Which package\?”/],
    [
      'what was answered',
      changedBy(both, [request, ask, answer]),
      /\*Security asked:\* “Which package\?”\n\*Answered\* by <@U0MARIA>, <!date[^>]*>: “The one of the vendor\.”/,
    ],
    [
      'that what is allowed stays allowed while more is asked for',
      changedBy(findingOf(), [request, approve, renewal]),
      /\*With security since .*Nothing to do; what is allowed now stays allowed\.\n\*Allowed until .*I'll tell you 7 days/,
    ],
    [
      'that a "no" to extending changes nothing about what is allowed',
      changedBy(findingOf(), [request, approve, renewal, { ...deny, requestId: 'V2' }]),
      /\*Not granted\*, .*What was allowed before stays allowed\.\n\*Allowed until <!date\^1796745600/,
    ],
    [
      'that the longer exception holds once it is granted',
      changedBy(findingOf(), [request, approve, renewal, { ...approve, requestId: 'V2' }]),
      /\*Allowed until <!date\^1797350400\^/,
    ],
    [
      'what is still to fix',
      changedBy(both, [request, approve]),
      /\*Still to fix by <!date.*:\* root access, in place\./,
    ],
    [
      'why not',
      changedBy(both, [request, deny]),
      /\*Not granted\*, .*by <@U0SEC>: “The mirror has that package\.”\. What works instead: Packages install through https:\/\/pypi\.example\.com/,
    ],
    [
      'that nobody answered',
      changedBy(both, [request, { type: 'time_out', requestId: 'V1' }]),
      /\*No answer from security by .*\* - not your fault\./,
    ],
    [
      'that a grant was revoked',
      changedBy(findingOf(), [request, approve, { type: 'revoke', by: 'U0SEC', requestId: 'V1', reason: 'incident' }]),
      /revoked .* by <@U0SEC>: “incident”\. Nothing was stopped; fix by/,
    ],
    [
      'what is fixed in part',
      changedBy(both, [{ type: 'observe', look: aLook(aNotebook(), '2026-11-24T10:30:00Z') }]),
      /\*Half way:\* root access is off \(seen .*\)\. Left: direct internet access, recreate\./,
    ],
    [
      'the evidence of the end',
      changedBy(both, [gone]),
      /\*Resolved .*\* AWS no longer lists Churn-Model \(looked 2026-11-24 11:02 UTC\)\. From first seen to done: 47 min\. Thank you\./,
    ],
    [
      'that all is good',
      changedBy(both, [{ type: 'observe', look: aLook(good, '2026-11-24T10:30:00Z') }]),
      /AWS answered that all settings of Churn-Model are good/,
    ],
    [
      'that they gave it away',
      changedBy(both, [{ type: 'disown', by: 'U0MARIA', proposed: 'U0BEN' }]),
      /\*You said Churn-Model is not yours\*, .*Named instead: <@U0BEN>\. Security will find the owner; nothing to do for you\./,
    ],
  ])('%s', (_what, finding, words) => {
    const { content, words: shown } = card(finding, newestMessage(finding, 'card'));
    expect(shown).toMatch(words);
    expect(content.text).toContain(finding.reference);
  });

  it('that it was opened again, in a new card, and closes the old one', () => {
    const fixed = changedBy(both, [{ type: 'observe', look: aLook(good, '2026-11-24T10:00:00Z') }]);
    const again = changedBy(fixed, [
      {
        type: 'reopen',
        look: aLook(aNotebook({ directInternetAccess: 'Disabled', rootAccess: 'Enabled' }), '2026-11-24T12:00:00Z'),
      },
    ]);
    expect(card(again, newestMessage(again, 'card')).words).toMatch(
      /\*Open again\.\* Churn-Model was good at .*AWS answered \*Root access: Enabled\*/,
    );
    const old = card(again);
    expect(old.words).toContain('Churn-Model continues in a newer card.');
    expect(old.buttons).toEqual([]);
  });

  it('that somebody else has it now', () => {
    const to = (userId: string): Command => ({
      type: 'assign_owner',
      by: 'U0LEAD',
      found: {
        owner: { userId, source: { kind: 'assigned', by: 'U0LEAD' } },
        team: 'growth',
        teamTag: null,
        search: [],
      },
    });
    const handed = changedBy(both, [to('U0BEN')]);
    expect(card(handed).words).toMatch(/\*Handed to <@U0BEN>\*, <!date.*Nothing left for you to do\./);
    const mine = card(handed, newestMessage(handed, 'card'));
    expect(mine.words).toContain(
      '<@U0LEAD> says this notebook is yours. If not: ⋯ *Not Mine* - no explanation needed.',
    );
    expect(mine.buttons[0]).toBe('Acknowledge*');
  });

  it('nothing of an answer that was overtaken by a later decision', () => {
    expect(card(changedBy(both, [request, deny, schedule])).words).not.toContain('Not granted');
    expect(card(changedBy(both, [request, deny, acknowledge])).words).not.toContain('Not granted');
  });
});

function findCommand({ blocks }: ReturnType<typeof findingCard>): string | undefined {
  const block = blocks.find(({ type }) => type === 'rich_text');
  return block && wordsOf({ blocks: [block] });
}
