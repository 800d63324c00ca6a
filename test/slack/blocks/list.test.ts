import { EVERYTHING, type ListFilter } from '../../../src/domain/list-filter';
import { type ListSubject, listAnswer, whichOne } from '../../../src/slack/blocks/list';
import { ACTIONS } from '../../../src/slack/ids';
import { aFinding, aNotebook } from '../../support/a-finding';
import { aPolicy } from '../../support/a-policy';
import { aSummary } from '../../support/a-summary';
import { buttonsOf, expectSendable, livelyText, wordsOf } from '../../support/blocks';
import { aFindingWith, HOSTILE_TEXTS } from '../../support/views';

const context = { now: '2026-11-25T10:00:00.000Z', policy: aPolicy() };
const answer = (over: Partial<ListSubject> = {}) =>
  listAnswer(
    { filter: EVERYTHING, rows: [], offset: 0, total: null, about: null, earlier: null, later: null, ...over },
    context,
  );
const rows = Array.from({ length: 8 }, (_, index) =>
  aSummary({ name: `nb-${index}`, launch: { name: `nb-${index}` } }),
);

describe('a list', () => {
  it('says which rows these are, and gives each its button', () => {
    const content = answer({ rows, total: 41, later: '{}' });
    expect(wordsOf(content)).toContain('*Notebooks that need something* · 1-8 of 41');
    expect(content.text).toBe(
      'Notebooks that need something, 1-8 of 41: nb-0, nb-1, nb-2, nb-3, nb-4, nb-5, nb-6, nb-7',
    );
    expect(JSON.stringify(content.blocks).split(`"${ACTIONS.open}"`)).toHaveLength(9);
    expect(buttonsOf(content)).toEqual(['Later']);
    expectSendable(content);
  });

  it('says that more may follow when they were not counted', () => {
    const content = answer({ rows, offset: 8, earlier: '{}', later: '{}' });
    expect(wordsOf(content)).toContain('9-16, more may follow');
    expect(buttonsOf(content)).toEqual(['Earlier', 'Later']);
    expect(wordsOf(answer({ rows: rows.slice(0, 1), offset: 16, earlier: '{}' }))).toContain('17, the last');
  });

  it.each<[Partial<ListFilter>, string]>([
    [{ status: 'migration_scheduled' }, 'Notebooks: migration planned'],
    [{ overdue: true, team: 'growth' }, 'Notebooks that need something, date passed, team growth'],
    [{ account: '111122223333', region: 'eu-west-1' }, 'Notebooks that need something, in ml-dev, in eu-west-1'],
    [{ ownerId: 'U0MARIA' }, 'Notebooks that need something, of <@U0MARIA>'],
    [{ exceptions: 'expiring' }, 'Policy exceptions that end within 14 days'],
  ])('says what was asked for: %j', (filter, words) => {
    expect(wordsOf(answer({ filter: { ...EVERYTHING, ...filter }, rows }))).toContain(`*${words}*`);
  });

  it('has words for every kind of nothing', () => {
    expect(answer().text).toContain('*Nothing needs a fix* that you can see.');
    expect(answer({ filter: { ...EVERYTHING, overdue: true } }).text).toContain('none that you can see');
    expect(answer({ offset: 8, earlier: '{}' }).text).toContain('no more');
    expect(answer({ later: '{}' }).text).toContain('*Later* looks further');
    expect(buttonsOf(answer({ offset: 8, earlier: '{}' }))).toEqual(['Earlier']);
  });

  it.each(HOSTILE_TEXTS)('can be sent with %s', (_, text) => {
    const filter = { ...EVERYTHING, team: text.slice(0, 256), account: text.slice(0, 256), region: text.slice(0, 256) };
    const hostile = rows.map((row) => ({ ...row, name: text.slice(0, 63), team: text.slice(0, 256) }));
    for (const content of [
      answer({ filter, rows: hostile, about: 'team', later: 'x'.repeat(2000), earlier: 'x'.repeat(2000) }),
      answer({ filter }),
    ]) {
      expectSendable(content);
      expect(livelyText(content)).not.toMatch(/<([@#]|!(?!date))/);
    }
  });
});

describe('which one?', () => {
  it('tells apart what has the same name by place, state and reference', () => {
    const findings = ['eu-west-1', 'us-east-1'].map((region) => aFinding({ notebook: aNotebook({ region }) }));
    const content = whichOne('churn-model', findings, context);
    expect(content.text).toBe('*Which one?* 2 notebooks answer to churn-model. ml-dev, eu-west-1; ml-dev, us-east-1');
    const labels = [...JSON.stringify(content.blocks).matchAll(/"accessibility_label":"([^"]+)"/g)].map(
      ([, label]) => label,
    );
    expect(labels).toEqual(['Open in ml-dev, eu-west-1: Churn-Model', 'Open in ml-dev, us-east-1: Churn-Model']);
    for (const { reference } of findings) expect(wordsOf(content)).toContain(reference);
    expect(JSON.stringify(content.blocks).split(`"${ACTIONS.showNow}"`)).toHaveLength(3);
  });

  it.each(HOSTILE_TEXTS)('can be sent with many of them and %s', (_, text) => {
    const finding = aFindingWith(text);
    const findings = Array.from({ length: 40 }, (_, index) => ({
      ...finding,
      launch: { ...finding.launch, name: `n${index}` },
    }));
    const content = whichOne(text, findings, context);
    expectSendable(content);
    expect(wordsOf(content)).toContain('and 20 more');
    expect(livelyText(content)).not.toMatch(/<([@#]|!(?!date))/);
  });
});
