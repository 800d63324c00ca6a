import { type Actor, approvalBar, mayAssign, mayDecide } from '../../src/domain/authorisation';
import { aFinding } from '../support/a-finding';

const nobody: Actor = { userId: 'U0OTHER', teamsLed: [], isSecurity: false };
const finding = aFinding({ team: 'growth', teamTag: 'risk' });
const ownerless = aFinding({ owner: null, team: null, teamTag: 'growth' });

describe('who may act', () => {
  it.each<[string, Partial<Actor>, { decide: boolean; assign: boolean }]>([
    ['the owner', { userId: 'U0MARIA' }, { decide: true, assign: false }],
    ['the lead of its team', { teamsLed: ['growth'] }, { decide: true, assign: true }],
    ['the lead of another team', { teamsLed: ['search'] }, { decide: false, assign: false }],
    ['the lead of the team in the tag alone', { teamsLed: ['risk'] }, { decide: false, assign: false }],
    ['security', { isSecurity: true }, { decide: true, assign: true }],
    ['anybody else', {}, { decide: false, assign: false }],
  ])('%s', (_who, over, { decide, assign }) => {
    const actor = { ...nobody, ...over };
    expect(mayDecide(actor, finding)).toBe(decide);
    expect(mayAssign(actor, finding)).toBe(assign);
  });

  it.each<[string, Partial<Actor>, boolean]>([
    ['security', { isSecurity: true }, true],
    ['no lead, whatever the tag says', { teamsLed: ['growth'] }, false],
    ['nobody else', {}, false],
  ])('while there is no owner: %s', (_who, over, expected) => {
    const actor = { ...nobody, ...over };
    expect([mayDecide(actor, ownerless), mayAssign(actor, ownerless)]).toEqual([expected, expected]);
  });
});

describe('four eyes', () => {
  const decided = aFinding({
    owners: ['U0FIRST', 'U0MARIA'],
    launchedBy: { name: 'ben', userId: 'U0BEN' },
  });
  const request = { by: 'U0LEAD', ownerChangedBy: ['U0CHANGER'] };

  it.each([
    ['somebody of security', 'U0SEC', null],
    ['who asked', 'U0LEAD', 'requester'],
    ['the owner', 'U0MARIA', 'owner'],
    ['an earlier owner', 'U0FIRST', 'owner'],
    ['who launched it', 'U0BEN', 'launcher'],
    ['who changed the owner meanwhile', 'U0CHANGER', 'changed_owner'],
  ])('%s: %s is barred as %s', (_who, userId, bar) => {
    expect(approvalBar({ userId, isSecurity: true }, decided, request)).toBe(bar);
  });

  it('bars everybody who is not security', () => {
    expect(approvalBar({ userId: 'U0OTHER', isSecurity: false }, decided, request)).toBe('not_an_approver');
  });

  it('bars nobody by a launcher whom no one knows', () => {
    const unknown = { ...decided, launchedBy: { name: 'ben' } };
    expect(approvalBar({ userId: 'U0SEC', isSecurity: true }, unknown, request)).toBeNull();
  });
});
