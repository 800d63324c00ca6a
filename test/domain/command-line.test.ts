import { type CommandLine, readCommandLine } from '../../src/domain/command-line';

const filter = (over: object) => ({
  kind: 'list',
  filter: { status: null, owner: null, team: null, account: null, region: null, overdue: false, ...over },
});
const nowhere = { account: null, region: null };

describe('what is typed behind /notebook-audit', () => {
  it.each<[string, object]>([
    ['', { kind: 'glance' }],
    ['   ', { kind: 'glance' }],
    ['help', { kind: 'help' }],
    ['HELP me', { kind: 'help' }],
    ['policy', { kind: 'policy' }],
    ['guardrail', { kind: 'guardrail' }],
    ['export', { kind: 'export' }],
    ['list', filter({})],
    ['list open', filter({ status: 'open' })],
    ['list Planned', filter({ status: 'migration_scheduled' })],
    ['list requested', filter({ status: 'exception_requested' })],
    ['list allowed', filter({ status: 'exception_granted' })],
    ['list status:resolved', filter({ status: 'resolved' })],
    ['list exception_granted', filter({ status: 'exception_granted' })],
    ['list overdue', filter({ overdue: true })],
    ['list <@U0DANA00001|dana>', filter({ owner: { userId: 'U0DANA00001' } })],
    ['list <@U0DANA00001|Dana de Vries>', filter({ owner: { userId: 'U0DANA00001' } })],
    ['list owner:<@W0DANA00001>', filter({ owner: { userId: 'W0DANA00001' } })],
    ['list @dana.okafor', filter({ owner: { handle: 'dana.okafor' } })],
    [
      'list team:Growth account:ml-dev region:EU-west-1 acknowledged overdue',
      filter({ team: 'growth', account: 'ml-dev', region: 'eu-west-1', status: 'acknowledged', overdue: true }),
    ],
    ['list team: growth', filter({ team: 'growth' })],
    ['list team:"Data Science"', filter({ team: 'data science' })],
    ['list team:“R&amp;D &lt;3”', filter({ team: 'r&d <3' })],
    [
      'owner <mailto:dana@acme.example|dana@acme.example> <@U0DANA00001|dana>',
      { kind: 'owner', tag: 'dana@acme.example', person: { userId: 'U0DANA00001' } },
    ],
    [
      'owner <mailto:dana@acme.example> <@U0DANA00001>',
      { kind: 'owner', tag: 'dana@acme.example', person: { userId: 'U0DANA00001' } },
    ],
    ['show churn account:<http://ml.dev|ml.dev>', { kind: 'show', asked: 'churn', account: 'ml.dev', region: null }],
    ['show <https://acme.example/x>', { kind: 'show', asked: 'https://acme.example/x', ...nowhere }],
    ['list open open', filter({ status: 'open' })],
    ['show churn-eda', { kind: 'show', asked: 'churn-eda', ...nowhere }],
    ['show `churn-eda`', { kind: 'show', asked: 'churn-eda', ...nowhere }],
    ['show churn-eda account:ml-dev', { kind: 'show', asked: 'churn-eda', account: 'ml-dev', region: null }],
    ['nb-7f3k', { kind: 'show', asked: 'nb-7f3k', ...nowhere }],
    ['scan', { kind: 'scan', ...nowhere }],
    ['scan ml-dev', { kind: 'scan', account: 'ml-dev', region: null }],
    ['scan us-gov-west-1', { kind: 'scan', account: null, region: 'us-gov-west-1' }],
    ['scan 111122223333 eu-west-1', { kind: 'scan', account: '111122223333', region: 'eu-west-1' }],
    ['report', { kind: 'report', days: 30, team: null }],
    ['report 7d', { kind: 'report', days: 7, team: null }],
    ['report 90 team:growth', { kind: 'report', days: 90, team: 'growth' }],
    ['exceptions', { kind: 'exceptions', state: 'any' }],
    ['exceptions Expiring', { kind: 'exceptions', state: 'expiring' }],
    ['owner dana <@U0DANA00001|dana>', { kind: 'owner', tag: 'dana', person: { userId: 'U0DANA00001' } }],
    ['owner "Data Science" <@U0DANA00001>', { kind: 'owner', tag: 'Data Science', person: { userId: 'U0DANA00001' } }],
    ['owner ds team @dana', { kind: 'owner', tag: 'ds team', person: { handle: 'dana' } }],
  ])('%j', (text, expected) => {
    expect(readCommandLine(text)).toEqual(expected);
  });

  it.each<[string, object]>([
    ['lst', { reason: 'unknown_command', word: 'lst', guess: 'list' }],
    ['xyzzy', { reason: 'unknown_command', word: 'xyzzy', guess: null }],
    ['list opne', { reason: 'unknown_word', command: 'list', word: 'opne', guess: 'list open' }],
    ['list teem:growth', { reason: 'unknown_word', command: 'list', word: 'teem:growth', guess: 'list team:growth' }],
    ['list churn-eda', { reason: 'unknown_word', command: 'list', word: 'churn-eda', guess: null }],
    ['list constructor', { reason: 'unknown_word', command: 'list', word: 'constructor', guess: null }],
    ['list open planned', { reason: 'twice', command: 'list', word: 'planned', guess: null }],
    ['list team:', { reason: 'unknown_word', command: 'list', word: 'team:', guess: null }],
    [
      `list team:${'x'.repeat(257)}`,
      { reason: 'unknown_word', command: 'list', word: `team:${'x'.repeat(257)}`, guess: null },
    ],
    ['report 31d', { reason: 'unknown_word', command: 'report', word: '31d', guess: 'report 30d' }],
    [
      'exceptions pendng',
      { reason: 'unknown_word', command: 'exceptions', word: 'pendng', guess: 'exceptions pending' },
    ],
    ['exceptions pending active', { reason: 'unknown_word', command: 'exceptions', word: 'active', guess: null }],
    ['export team:growth', { reason: 'unknown_word', command: 'export', word: 'team:growth', guess: null }],
    ['scan ml-dev ml-prod', { reason: 'twice', command: 'scan', word: 'ml-prod', guess: null }],
    ['show', { reason: 'missing', command: 'show' }],
    ['show account:ml-dev', { reason: 'missing', command: 'show' }],
    ['owner', { reason: 'missing', command: 'owner' }],
    ['owner dana', { reason: 'missing', command: 'owner' }],
    ['owner <@U0DANA00001|dana>', { reason: 'missing', command: 'owner' }],
  ])('%.60j is not understood, and the nearest is offered', (text, expected) => {
    expect(readCommandLine(text)).toEqual({ kind: 'misread', misread: expected });
  });

  it('reads any text within a moment, and never throws', () => {
    const pieces = ['<@', '|', '>', '"', '`', '@', ':', 'team:', 'list ', 'owner ', ' ', '“', '&amp;', '\u202E', '😀'];
    const read = (text: string): CommandLine['kind'] => readCommandLine(text).kind;
    for (let seed = 1; seed <= 2000; seed += 1) {
      const text = Array.from(
        { length: 12 },
        (_, place) => pieces[(seed * 7919 + place * place * seed) % pieces.length],
      );
      expect(typeof read(text.join(''))).toBe('string');
    }
    expect(read(`owner ${'"a '.repeat(3000)}`)).toBe('misread');
  });
});
