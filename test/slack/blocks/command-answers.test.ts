import { COMMAND_WORDS, readCommandLine } from '../../../src/domain/command-line';
import {
  allGood,
  noPower,
  reportStarted,
  scanStarted,
  tagLearnt,
  tagNotYours,
  unknownAccount,
  unknownPerson,
  unknownRegion,
  unknownTeam,
} from '../../../src/slack/blocks/command-answers';
import { helpAnswer, misreadText } from '../../../src/slack/blocks/help';
import { aNotebook } from '../../support/a-finding';
import { aPolicy } from '../../support/a-policy';
import { expectSendable, livelyText } from '../../support/blocks';
import { HOSTILE_TEXTS } from '../../support/views';

const policy = aPolicy();

describe('help', () => {
  it('lists every command to who may use it, and only those', () => {
    const [all, usual] = [helpAnswer({ hasPower: true }, policy), helpAnswer({ hasPower: false }, policy)];
    for (const word of COMMAND_WORDS.filter((each) => each !== 'help')) {
      expect(all.text).toContain(`\`/notebook-audit ${word}`);
    }
    for (const word of ['scan', 'owner', 'guardrail']) expect(usual.text).not.toContain(`/notebook-audit ${word}`);
    expectSendable(all);
    expectSendable(usual);
  });

  it('shows only examples that are understood', () => {
    const examples = helpAnswer({ hasPower: true }, policy).text.matchAll(/`(?:\/notebook-audit )?([a-z][^`]*)`/g);
    const typed = [...examples].flatMap(([, words]) => words ?? []);
    expect(typed.length).toBeGreaterThan(12);
    for (const words of typed) {
      const line = readCommandLine(words.replace('<tag> @user', 'dana @dana'));
      const isState = ['pending', 'active', 'expiring'].includes(words);
      if (!isState) expect([words, line.kind]).not.toEqual([words, 'misread']);
    }
  });
});

describe('answers', () => {
  it('count in the singular and in the plural', () => {
    expect(scanStarted({ accounts: 32, regions: 4 })).toBe('Started: 32 accounts × 4 regions. Progress is in your DM.');
    expect(scanStarted({ accounts: 1, regions: 1 })).toContain('1 account × 1 region.');
  });

  it('name what is known, and how many more', () => {
    const known = Array.from({ length: 32 }, (_, index) => String(index).padStart(12, '0'));
    expect(unknownAccount('ml-dve', 'ml-dev', known, policy)).toMatch(/Did you mean `ml-dev`\?.* and 12 more\./);
  });

  it.each(['scan', 'guardrail', 'owner'] as const)('to who may not %s say what else there is', (command) => {
    expect(noPower(command)).toMatch(/security/);
    expect(noPower(command)).toMatch(/Nothing was|`\/notebook-audit policy`/);
  });

  it('say of good notebooks where each is and when it was looked at', () => {
    const text = allGood([aNotebook()], policy, '2026-11-24T10:00:00.000Z');
    expect(text).toContain('*Churn-Model* (ml-dev, eu-west-1): all settings are good.');
    expect(text).toContain('Looked <!date^');
  });

  it.each(HOSTILE_TEXTS)('stay harmless and short enough with %s', (_, text) => {
    const words = text.slice(0, 3000);
    const texts = [
      misreadText({ reason: 'unknown_command', word: words, guess: null }),
      misreadText({ reason: 'unknown_word', command: 'list', word: words, guess: `list ${words}` }),
      misreadText({ reason: 'twice', command: 'scan', word: words, guess: null }),
      unknownTeam(words),
      unknownPerson(words),
      unknownRegion(words, words, [words]),
      unknownAccount(words, words, [words], policy),
      reportStarted(7, words),
      tagNotYours(words),
      tagLearnt({ key: 'Owner', tag: words, userId: 'U0JO', before: null, at: '2026-11-24T10:00:00.000Z' }),
      allGood([aNotebook({ name: words })], policy, '2026-11-24T10:00:00.000Z'),
    ];
    for (const each of texts) {
      const content = { text: each, blocks: [] };
      expectSendable(content);
      expect(livelyText(content).replace('<@U0JO>', '')).not.toMatch(/<([@#]|!(?!date))/);
    }
  });
});
