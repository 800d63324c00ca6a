import type { Migration } from '../../../../src/domain/finding';
import { planModal } from '../../../../src/slack/blocks/modals/plan';
import { aFinding, aNotebook } from '../../../support/a-finding';
import { aPolicy } from '../../../support/a-policy';
import { aFindingWith, expectSafe, HOSTILE_TEXTS, textOf } from '../../../support/views';

const context = { now: '2026-11-25T09:00:00Z', policy: aPolicy() };
const migration: Migration = {
  at: '2026-12-03T16:00:00.000Z',
  by: 'U0MARIA',
  decidedAt: '2026-11-24T10:00:00Z',
  files: 'backup',
};

const words = (over: Parameters<typeof aFinding>[0] = {}, where = context) =>
  textOf(planModal(aFinding({ migration, ...over }), where));

describe('the migration plan', () => {
  it('says when, what moves, what does not, and what will be noticed', () => {
    expectSafe(planModal(aFinding({ migration }), context));
    expect(words()).toMatch(/\*Planned for <!date.*>\* by <@U0MARIA>\./);
    expect(words()).toContain('*What moves:* files in `/home/ec2-user/SageMaker`, settings, tags');
    expect(words()).toContain('*What does not:* conda environments outside it');
    expect(words()).toContain('*You will notice:* open kernels end, a new URL, a new name');
  });

  it('copies and proves first, and deletes last', () => {
    const order = [
      '1. Copy your files',
      'Backup proven',
      '2. Launch the replacement',
      'create-notebook-instance',
      '3. Restore and check',
      'sha256sum --check',
      '4. Delete the old one',
      'stop-notebook-instance',
      'delete-notebook-instance',
    ].map((step) => words().indexOf(step));
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect(order).not.toContain(-1);
  });

  it('backs up into the bucket of the policy, or leaves the bucket to fill in', () => {
    expect(words()).toContain('backup=s3://example-notebook-backups/notebook-audit/NB-');
    const without = { ...context, policy: aPolicy({ migration: { latest_days: 45 } }) };
    expect(words({}, without)).toContain("backup='s3://‹your bucket›/");
  });

  it.each([
    ['safe_elsewhere', 'everything is in Git or S3 already'],
    ['nothing_to_keep', 'there is nothing to keep'],
  ] as const)('copies nothing for %s, and says who said so', (files, said) => {
    const plan = words({ migration: { ...migration, files } });
    expect(plan).toContain(`Nothing to copy: ${said}, as <@U0MARIA> said`);
    expect(plan).not.toContain('sha256sum');
    expect(plan).toContain('delete-notebook-instance');
  });

  it('warns not to stop Amazon Linux 2 before the copy is proven', () => {
    const warning = 'Please do not stop it before the copy is proven: it runs Amazon Linux 2';
    expect(words({ notebook: aNotebook({ platform: 'notebook-al2-v2' }) })).toContain(warning);
    expect(words()).not.toContain('do not stop it');
  });

  it('says so when there is no network to launch into yet', () => {
    expect(words({}, { ...context, policy: aPolicy({ networks: [] }) })).toContain('nothing to relaunch into');
  });

  it('is only the change where everything is fixed in place', () => {
    const notebook = aNotebook({ directInternetAccess: 'Disabled', rootAccess: 'Enabled' });
    const violations = aFinding().violations.map((violation) => ({
      ...violation,
      rule: 'notebook-root-access-disabled' as const,
      fix: 'in_place' as const,
    }));
    const view = planModal(aFinding({ migration, notebook, violations }), context);
    expectSafe(view);
    expect(view.title.text).toBe('Plan of the fix');
    expect(textOf(view)).toContain('--root-access Disabled');
    expect(textOf(view)).not.toContain('delete-notebook-instance');
  });

  it.each(HOSTILE_TEXTS)('is safe with %s', (_what, text) => {
    const finding = aFindingWith(text);
    expectSafe(planModal(finding, context));
    expectSafe(planModal({ ...finding, migration: null }, context));
  });
});
