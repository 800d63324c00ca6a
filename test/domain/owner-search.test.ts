import { isEmail, isPerson, ownerRungs, searchReport } from '../../src/domain/owner-search';
import { aNotebook } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';

const policy = aPolicy({ accounts: { '111122223333': { name: 'ml-dev', contact: 'U0CONTACT' } } });
const tagged = (tags: Record<string, string>) => aNotebook({ tags });
const caller = { name: 'maria@example.com', role: 'DataScientist' };

describe('the owner ladder', () => {
  it('goes from what was stated to who is merely responsible', () => {
    expect(ownerRungs(tagged({ Owner: ' ben@example.com ', Team: 'growth' }), caller, policy)).toEqual([
      { kind: 'tag', seen: 'ben@example.com' },
      { kind: 'email_tag', seen: 'ben@example.com' },
      { kind: 'caller', seen: 'maria@example.com' },
      { kind: 'team', seen: 'growth' },
      { kind: 'account', seen: '111122223333', userId: 'U0CONTACT' },
    ]);
  });

  it('leaves out what there is not', () => {
    expect(ownerRungs(tagged({ Owner: 'maria' }), null, aPolicy())).toEqual([{ kind: 'tag', seen: 'maria' }]);
    expect(ownerRungs(tagged({ Owner: ' ', Team: '' }), null, aPolicy())).toEqual([]);
  });

  it('reads the tags that the policy names', () => {
    const named = aPolicy({ tags: { owner: 'owned-by', team: 'squad', data_sensitivity: 'DataSensitivity' } });
    const rungs = ownerRungs(tagged({ 'owned-by': 'maria', squad: 'growth', Owner: 'x', Team: 'y' }), null, named);
    expect(rungs.map(({ seen }) => seen)).toEqual(['maria', 'growth']);
  });

  it('takes no pipeline for a person', () => {
    const rungs = ownerRungs(tagged({}), { name: 'GitHubActions', role: 'deploy' }, aPolicy());
    expect(rungs).toEqual([]);
  });
});

describe('a caller', () => {
  it.each([
    ['maria', 'DataScientist', true],
    ['maria@example.com', undefined, true],
    ['MariaRossi', 'AWSReservedSSO_Data_0123456789abcdef', true],
    ['isabel', undefined, true],
    ['i-0abc123def456', 'BuildHost', false],
    ['GitHubActions', 'deploy', false],
    ['githubactions-42', 'deploy', false],
    ['botocore-session-1764000000', 'deploy', false],
    ['AWSCloudFormation', 'stack', false],
    ['maria', 'terraform-runner', false],
    ['maria', 'codebuild-service-role', false],
  ])('%s with the role %s is a person: %s', (name, role, expected) => {
    expect(isPerson({ name, role }, aPolicy())).toBe(expected);
  });

  it('is matched as a whole, and by nothing but the star', () => {
    const patterns = aPolicy({ ignored_callers: ['ci.bot', '*-runner', 'a+b'] });
    expect(isPerson({ name: 'ci.bot' }, patterns)).toBe(false);
    expect(isPerson({ name: 'ci-bot' }, patterns)).toBe(true);
    expect(isPerson({ name: 'ci.bot2' }, patterns)).toBe(true);
    expect(isPerson({ name: 'nightly-runner' }, patterns)).toBe(false);
    expect(isPerson({ name: 'nightly-runner-2' }, patterns)).toBe(true);
    expect(isPerson({ name: 'a+b' }, patterns)).toBe(false);
    expect(isPerson({ name: 'aab' }, patterns)).toBe(true);
  });
});

describe('an e-mail address', () => {
  it.each([
    ['maria@example.com', true],
    ['maria.rossi+x@sub.example.co.uk', true],
    ['maria', false],
    ['maria@example', false],
    ['maria @example.com', false],
    ['<mailto:maria@example.com|maria@example.com>', false],
    ['a@b@example.com', false],
  ])('%s: %s', (text, expected) => {
    expect(isEmail(text)).toBe(expected);
  });
});

describe('the report of a search', () => {
  const words = (...args: Parameters<typeof searchReport>) =>
    searchReport(...args).map(({ source, found }) => `${source}: ${found}`);

  it('says where nothing was', () => {
    expect(words(tagged({}), null, aPolicy(), {})).toEqual([
      'Owner tag: missing',
      'launcher: not known',
      'Team tag: missing',
      'account contact: not set',
    ]);
  });

  it('says where nobody was known', () => {
    const notebook = tagged({ Owner: 'maria', Team: 'growth' });
    expect(words(notebook, caller, aPolicy(), { tag: 'unknown', caller: 'unknown', team: 'unknown' })).toEqual([
      'Owner tag: maria: nobody known',
      'launcher: maria@example.com: nobody known',
      'Team tag: growth: no lead set',
      'account contact: not set',
    ]);
  });

  it('says who has left', () => {
    const notebook = tagged({ Owner: 'maria@example.com', Team: 'growth' });
    expect(
      words(notebook, caller, policy, { email_tag: 'left', caller: 'left', team: 'left', account: 'left' }),
    ).toEqual([
      'Owner tag: maria@example.com: left the company',
      'launcher: maria@example.com: left the company',
      'Team tag: growth: lead left',
      'account contact: left the company',
    ]);
  });

  it('calls a pipeline one', () => {
    expect(words(tagged({}), { name: 'GitHubActions' }, aPolicy(), {})).toContain(
      'launcher: GitHubActions, a pipeline',
    );
  });
});
