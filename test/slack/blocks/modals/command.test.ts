import { audit } from '../../../../src/domain/policy';
import { commandModal } from '../../../../src/slack/blocks/modals/command';
import { aFinding, aNotebook } from '../../../support/a-finding';
import { aPolicy } from '../../../support/a-policy';
import { aFindingWith, expectSafe, HOSTILE_TEXTS, textOf } from '../../../support/views';

const policy = aPolicy();
const context = { now: '2026-11-25T09:00:00Z', policy };

function findingOf(notebook: ReturnType<typeof aNotebook>) {
  const violations = audit(notebook, policy, 'internal').map((violation) => ({
    ...violation,
    firstSeenAt: '2026-11-24T09:13:00Z',
    deadline: '2026-12-01T16:00:00Z',
  }));
  return aFinding({ notebook, violations });
}

const inPlace = { directInternetAccess: 'Disabled', rootAccess: 'Enabled' } as const;

describe('the corrected command', () => {
  it('launches the notebook again as it should be, under a new name', () => {
    const view = commandModal(aFinding(), context);
    expectSafe(view);
    const words = textOf(view);
    expect(words).toContain('*Corrected launch* as *Churn-Model-2*');
    expect(words).toContain('aws sagemaker create-notebook-instance');
    expect(words).toContain('--direct-internet-access Disabled');
    expect(words).toContain('In this network: pip and conda through https://pypi.example.com');
  });

  it('is not shown where there is no network to launch into', () => {
    const words = textOf(commandModal(aFinding(), { ...context, policy: aPolicy({ networks: [] }) }));
    expect(words).toContain('so there is nothing to relaunch into');
    expect(words).not.toContain('aws sagemaker');
  });

  it('changes the notebook where it stands when that is enough', () => {
    const view = commandModal(findingOf(aNotebook(inPlace)), context);
    expectSafe(view);
    const words = textOf(view);
    expect(words).toContain('It must be stopped for a moment');
    expect(words).toContain('update-notebook-instance');
    expect(words).not.toContain('create-notebook-instance');
  });

  it('does not speak of a stop for tags', () => {
    const words = textOf(commandModal(findingOf(aNotebook({ directInternetAccess: 'Disabled', tags: {} })), context));
    expect(words).toContain('no stop, no recreate');
    expect(words).toContain('aws sagemaker add-tags');
  });

  it('warns not to stop an old platform without the rest', () => {
    const words = (platform: string) => textOf(commandModal(findingOf(aNotebook({ ...inPlace, platform })), context));
    expect(words('notebook-al2-v3')).toContain('Please do not only stop it: it runs Amazon Linux 2');
    expect(words('notebook-al2023-v1')).not.toContain('do not only stop it');
  });

  it('says so when nothing is left to fix', () => {
    const view = commandModal(aFinding({ violations: [] }), context);
    expectSafe(view);
    expect(textOf(view)).toContain('There is nothing left to fix.');
  });

  it.each(HOSTILE_TEXTS)('is safe with %s', (_what, text) => {
    expectSafe(commandModal(aFindingWith(text), context));
    expectSafe(commandModal(findingOf(aNotebook({ ...inPlace, name: text.slice(0, 63) })), context));
  });
});
