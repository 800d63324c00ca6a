import { OWNER_COLUMNS, ownerConflicts, parseOwnersCsv } from '../../src/domain/owners-csv';

const HEADER = OWNER_COLUMNS.join(',');
const file = (...rows: string[]) => [HEADER, ...rows, ''].join('\n');

/** The problems of a file, as `line message`. */
const problemsOf = (text: string) => parseOwnersCsv(text).problems.map(({ line, message }) => `${line} ${message}`);

const maria = { line: 2, tag: 'maria', userId: 'U0MARIA', email: 'maria@example.com', team: 'growth', lead: true };

describe('a file of owners', () => {
  it('says what every row claims', () => {
    const text = file('maria,U0MARIA,maria@example.com,growth,yes', 'tom,,tom@example.com,,', ',U0LENA,,growth,no');
    const nobody = { tag: null, userId: null, email: null, team: null, lead: false };
    expect(parseOwnersCsv(text)).toEqual({
      problems: [],
      claims: [
        maria,
        { ...nobody, line: 3, tag: 'tom', email: 'tom@example.com' },
        { ...nobody, line: 4, userId: 'U0LENA', team: 'growth' },
      ],
    });
  });

  it.each([
    ['its columns in another order', 'lead,team,email,slack_user,tag\nyes,growth,maria@example.com,U0MARIA,maria\n'],
    ['a byte order mark', `\uFEFF${file('maria,U0MARIA,maria@example.com,growth,yes')}`],
    ['the line ends of Windows', file('maria,U0MARIA,maria@example.com,growth,yes').replaceAll('\n', '\r\n')],
    ['no line end after the last row', file('maria,U0MARIA,maria@example.com,growth,yes').trimEnd()],
    ['quotes', file('"maria","U0MARIA","maria@example.com","growth","yes"')],
    [
      'spaces around values, and capitals',
      `Tag,Slack_User,EMAIL,team,Lead\n maria ,U0MARIA , maria@example.com,growth,YES`,
    ],
  ])('may have %s', (_, text) => {
    expect(parseOwnersCsv(text)).toEqual({ claims: [maria], problems: [] });
  });

  it('may hold thousands of rows', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => `tag-${index},U0${index},p${index}@example.com,t,`);
    const { claims, problems } = parseOwnersCsv(file(...rows));
    expect(problems).toEqual([]);
    expect(claims).toHaveLength(10_000);
    expect(claims.at(-1)).toMatchObject({ line: 10_001, tag: 'tag-9999' });
  });
});

describe('a file is refused', () => {
  it.each([
    [
      'when it is empty',
      '',
      ['1 the file is empty; the first line must be tag,slack_user,email,team,lead (in any order)'],
    ],
    [
      'without a header',
      'maria,U0MARIA,,,',
      ['1 no header: the first line must be tag,slack_user,email,team,lead (in any order)'],
    ],
    [
      'with semicolons',
      'tag;slack_user;email;team;lead',
      ['1 no header: the first line must be tag,slack_user,email,team,lead (in any order)'],
    ],
    ['without any row', `${HEADER}\n`, ['1 no row follows the header']],
    [
      'with columns missing, unknown or twice',
      'tag,tag,slack_user,email,"=cmd()"\n',
      [
        '1 the column team is missing',
        '1 the column lead is missing',
        '1 the column "=cmd()" is not known',
        '1 the column tag is there twice',
      ],
    ],
    [
      'with a row too short or too long',
      file('a,U0MARIA,,', 'b,U0MARIA,,,,'),
      ['2 4 values instead of 5', '3 6 values instead of 5'],
    ],
    [
      'with a quote that is never closed',
      file('a,U0MARIA,,,', '"b,U0MARIA,,,', 'c,U0MARIA,,,'),
      ['3 not readable as CSV: a quote is opened and never closed'],
    ],
    [
      'with a stray quote',
      file('a,U0MARIA,,,', 'b"c,U0MARIA,,,'),
      [
        '3 not readable as CSV: a quote stands where none may stand; write a quote inside a value twice and the value in quotes',
      ],
    ],
  ])('%s', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it.each([
    ['a,u0maria,,,', 'slack_user "u0maria" is no Slack user id; one looks like U012ABCDEF'],
    ['a,@maria,,,', 'slack_user "@maria" is no Slack user id; one looks like U012ABCDEF'],
    ['a,<@U0MARIA>,,,', 'slack_user "<@U0MARIA>" is no Slack user id; one looks like U012ABCDEF'],
    ['a,U0MARIA,maria,,', 'email "maria" is no e-mail address'],
    ['a,U0MARIA,maria@example.com <x>,,', 'email "maria@example.com <x>" is no e-mail address'],
    ['a,U0MARIA,,growth,maybe', 'lead "maybe" is neither yes nor no'],
    ['a,U0MARIA,,,yes', 'lead is yes, but team is empty'],
    ['a,,,growth,', 'neither slack_user nor email says who it is'],
    [',U0MARIA,,,', 'the row says nothing about the user: tag, email and team are empty'],
    ['"=HYPERLINK(""http://evil"")",U0MARIA,,,', 'tag "=HYPERLINK("http://evil")" holds what no AWS tag can hold'],
    ['a,U0MARIA,,"@SUM(1|2)",', 'team "@SUM(1|2)" holds what no AWS tag can hold'],
    [`${'x'.repeat(257)},U0MARIA,,,`, 'tag is longer than 256 characters'],
    ['\u001b[31mred,U0MARIA,,,', 'tag "\uFFFD[31mred" holds what no AWS tag can hold'],
    ['a\u202Eb,U0MARIA,,,', 'tag "a\uFFFDb" holds what no AWS tag can hold'],
  ])('for the row %j', (row, message) => {
    expect(problemsOf(file('fine,U0FINE,,,', row))).toEqual([`3 ${message}`]);
  });

  it('with every problem of every row, each with the line where the row begins', () => {
    const text = file('"two\r\nlines",maria,,,perhaps', '', 'a,U0MARIA,,,', ',,,,');
    expect(problemsOf(text)).toEqual([
      '2 tag "two\uFFFDlines" holds what no AWS tag can hold',
      '2 slack_user "maria" is no Slack user id; one looks like U012ABCDEF',
      '2 lead "perhaps" is neither yes nor no',
      '6 neither slack_user nor email says who it is',
      '6 the row says nothing about the user: tag, email and team are empty',
    ]);
  });
});

describe('rows that cannot hold together', () => {
  const row = (line: number, over: object) => ({ ...maria, tag: null, email: null, lead: false, ...over, line });

  it.each([
    [
      'one tag with two users',
      { tag: 'Churn' },
      { tag: ' churn', userId: 'U0TOM' },
      'tag " churn" means U0TOM here, but U0MARIA in line 2',
    ],
    [
      'one address with two users',
      { email: 'A@b.io' },
      { email: 'a@b.io', userId: 'U0TOM' },
      'email "a@b.io" belongs to U0TOM here, but U0MARIA in line 2',
    ],
    [
      'two leads of one team',
      { lead: true },
      { lead: true, team: 'Growth', userId: 'U0TOM' },
      'team "Growth" is led by U0TOM here, but U0MARIA in line 2',
    ],
  ])('are %s', (_, one, other, message) => {
    expect(ownerConflicts([row(2, one), row(3, other)])).toEqual([{ line: 3, message }]);
  });

  it.each([
    ['the same said twice', { tag: 'churn', lead: true }, { tag: 'churn', lead: true }],
    ['one person who leads two teams', { lead: true }, { lead: true, team: 'platform' }],
    ['one person with two tags', { tag: 'churn' }, { tag: 'forecast' }],
    ['a lead and a member of one team', { lead: true }, { userId: 'U0TOM' }],
  ])('are not %s', (_, one, other) => {
    expect(ownerConflicts([row(2, one), row(3, other)])).toEqual([]);
  });
});
