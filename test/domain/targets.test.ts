import { accountNamed, targetsAt, targetsOf } from '../../src/domain/targets';

const home = { account: '111122223333', region: 'eu-west-1' };
const accounts = { '111122223333': { name: 'ml-dev' }, '444455556666': { name: 'ML Prod' } };

describe('where we look', () => {
  it('is our own account, and in no region but our own when the policy names none', () => {
    expect(targetsOf({ accounts: {}, regions: [] }, home)).toEqual([home]);
  });

  it('is every account in every region of the policy, each once', () => {
    expect(targetsOf({ accounts, regions: ['eu-central-1', 'us-east-1', 'us-east-1'] }, home)).toEqual([
      { account: '111122223333', region: 'eu-central-1' },
      { account: '111122223333', region: 'us-east-1' },
      { account: '444455556666', region: 'eu-central-1' },
      { account: '444455556666', region: 'us-east-1' },
    ]);
  });

  it('is narrowed by an account, by id or name in any case, and by a region', () => {
    const policy = { accounts, regions: ['eu-west-1', 'us-east-1'] };
    expect(targetsAt(policy, home, { account: 'ml prod', region: 'us-east-1' })).toEqual([
      { account: '444455556666', region: 'us-east-1' },
    ]);
    expect(targetsAt(policy, home, { account: '111122223333', region: null })).toHaveLength(2);
    expect(targetsAt(policy, home, { account: 'nowhere', region: null })).toEqual([]);
  });

  it('takes an id that the policy does not name as it is', () => {
    expect(accountNamed({ accounts }, '999988887777')).toBe('999988887777');
  });
});
