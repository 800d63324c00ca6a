import type { Command, Finding } from '../../../src/domain/finding';
import { orphanCard } from '../../../src/slack/blocks/orphan-card';
import { aFinding, aMessage } from '../../support/a-finding';
import { aPolicy } from '../../support/a-policy';
import { buttonsOf, expectSendable, wordsOf } from '../../support/blocks';
import { changedBy, newestMessage } from '../../support/changes';

const message = aMessage({ kind: 'orphan', to: 'security' });

function card(finding: Finding, shown = message) {
  const content = orphanCard(finding, shown, { now: '2026-11-24T12:00:00Z', policy: aPolicy() });
  expectSendable(content);
  return { content, words: wordsOf(content), buttons: buttonsOf(content) };
}

const orphan = aFinding({
  owner: null,
  owners: [],
  team: null,
  messages: { 'orphan/1/0': message },
  ownerSearch: [
    { source: 'Owner tag', found: 'missing' },
    { source: 'launcher', found: 'deploy-role, a pipeline' },
  ],
});
const assign: Command = {
  type: 'assign_owner',
  by: 'U0SEC',
  found: {
    owner: { userId: 'U0BEN', source: { kind: 'assigned', by: 'U0SEC' } },
    team: 'growth',
    teamTag: null,
    search: [],
  },
};
const LOOKING = ['Assign Owner*', "It's Mine", '[Open in AWS, Request Exception, History]'];
const disown: Command = { type: 'disown', by: 'U0BEN', note: 'Left that team in May.', proposed: 'U0CARL' };
const acknowledge: Command = { type: 'acknowledge', by: 'U0BEN' };
const gone: Command = { type: 'resolve', evidence: 'gone', observedAt: '2026-11-24T13:00:00Z' };

describe('the card that looks for an owner', () => {
  it('says what it is, that nobody knows, and where was looked', () => {
    const { content, words } = card(orphan);
    expect(words).toMatch(
      /^Whose notebook is Churn-Model\?\nIt \*has direct internet access\* and I found no owner, so nobody has been told\./,
    );
    expect(words).toContain('Looked at: Owner tag *missing* · launcher *deploy-role, a pipeline*');
    expect(words).toMatch(/High · ml-dev, eu-west-1 · since <!date.* · fix by \*<!date.*\* · NB-/);
    expect(content.text).toContain(orphan.reference);
  });

  it.each<[string, Finding, RegExp, string[]]>([
    ['is new', orphan, /nobody has been told/, LOOKING],
    [
      'is assigned',
      changedBy(orphan, [assign]),
      /\*Assigned to <@U0BEN>\* by <@U0SEC>, <!date/,
      ['Assign Someone Else'],
    ],
    [
      'came back',
      changedBy(orphan, [assign, disown]),
      /\*<@U0BEN> says it is not theirs\*, <!date.*: “Left that team in May\.” They name <@U0CARL>\./,
      LOOKING,
    ],
    ['is acknowledged', changedBy(orphan, [assign, acknowledge]), /Acknowledged by <@U0BEN>, <!date/, []],
    [
      'is decided although nobody owns it',
      changedBy(orphan, [{ ...acknowledge, by: 'U0SEC' }]),
      /Acknowledged by <@U0SEC>/,
      LOOKING,
    ],
    [
      'is resolved with an owner',
      changedBy(orphan, [assign, gone]),
      /\*Resolved <!date.*\*: gone \(seen <!date.*\)\. Owner <@U0BEN>\./,
      [],
    ],
    ['is resolved without', changedBy(orphan, [gone]), /Owner never found\./, []],
    ['goes on in a newer card', { ...orphan, round: 2 }, /continues in a newer card/, []],
  ])('that %s', (_state, finding, words, buttons) => {
    const shown = newestMessage(finding, 'orphan');
    expect(card(finding, shown).words).toMatch(words);
    expect(card(finding, shown).buttons).toEqual(buttons);
  });

  it('that was assigned says when the card arrived, once it did', () => {
    const assigned = changedBy(orphan, [assign]);
    expect(card(assigned).words).not.toContain('Card delivered');
    const [key = ''] = Object.keys(assigned.messages).filter((each) => each.startsWith('card/'));
    const sent = newestMessage(assigned, 'card');
    const messages = { ...assigned.messages, [key]: { ...sent, postedAt: '2026-11-24T10:00:05Z' } };
    expect(card({ ...assigned, messages }).words).toMatch(
      /by <@U0SEC>, <!date[^>]*>\. Card delivered <!date\^1795514405\^/,
    );
  });

  it('that came back leaves the earlier card closed, so that the new one is noticed', () => {
    expect(card(changedBy(orphan, [assign, disown])).words).toContain('continues in a newer card');
  });
});
