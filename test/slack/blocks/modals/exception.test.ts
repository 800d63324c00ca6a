import type { Policy } from '../../../../src/domain/policy-file';
import {
  cannotBeApprovedModal,
  exceptionModal,
  nothingToExtendModal,
} from '../../../../src/slack/blocks/modals/exception';
import { ACTIONS, VIEWS } from '../../../../src/slack/ids';
import { aFinding } from '../../../support/a-finding';
import { aPolicy } from '../../../support/a-policy';
import { inputsOf } from '../../../support/submitted';
import { aFindingWith, expectSafe, HOSTILE_TEXTS, liveIn, textOf } from '../../../support/views';

const policy = aPolicy();
const context = { now: '2026-11-25T09:00:00Z', policy };
const CATEGORIES = ['packages', 's3_data', 'third_party_api', 'other'] as const;

function field(view: ReturnType<typeof exceptionModal>, id: string) {
  return inputsOf(view).find(({ block_id }) => block_id === id);
}

function withEgress(egress: Policy['networks'][number]['egress']) {
  return { ...context, policy: aPolicy({ networks: policy.networks.map((network) => ({ ...network, egress })) }) };
}

const rootAccess = {
  rule: 'notebook-root-access-disabled',
  observed: 'Enabled',
  severity: 'high',
  fix: 'in_place',
  firstSeenAt: '2026-11-24T09:13:00Z',
  deadline: '2026-12-01T16:00:00Z',
} as const;
const both = aFinding({ violations: [...aFinding().violations, rootAccess] });

describe('the request form', () => {
  it('asks what must stay, why, what protects the data, and until when', () => {
    const view = exceptionModal(aFinding(), context);
    expectSafe(view);
    expect(view).toMatchObject({
      callback_id: VIEWS.exception,
      title: { text: 'Request policy exception' },
      submit: { text: 'Send to security' },
    });
    expect(inputsOf(view).map(({ label }) => label.text)).toEqual([
      'What must stay?',
      'Why?',
      'In your words',
      'What protects the data meanwhile?',
      'Until',
      'Date, if you pick one',
    ]);
  });

  it('says, while an exception holds, that it stays whatever is answered', () => {
    const grant = {
      requestId: 'V1',
      rules: ['notebook-no-direct-internet-access' as const],
      until: '2026-12-12T16:00:00.000Z',
      at: '2026-11-24T10:00:00Z',
      approvers: ['U0SEC'],
      conditions: [],
    };
    const view = exceptionModal(aFinding({ status: 'exception_granted', grant }), context);
    expectSafe(view);
    expect(textOf(view)).toMatch(
      /\*Allowed until <!date\^1797091200.*\* now: direct internet access\. That stays so whatever security answers/,
    );
    expect(textOf(exceptionModal(aFinding(), context))).not.toContain('Allowed until');
  });

  it('offers, while an exception holds, only ends that are later', () => {
    const grant = {
      requestId: 'V1',
      rules: ['notebook-no-direct-internet-access' as const],
      until: '2026-12-05T16:00:00.000Z',
      at: '2026-11-24T10:00:00Z',
      approvers: ['U0SEC'],
      conditions: [],
    };
    const finding = aFinding({ status: 'exception_granted', grant });
    const element = field(exceptionModal(finding, context), 'until')?.element;
    expect(element).toMatchObject({ options: [{ value: '14_days' }, { value: 'latest' }, { value: 'date' }] });
    const full = { ...grant, until: '2026-12-25T16:00:00.000Z' };
    const view = nothingToExtendModal(aFinding({ status: 'exception_granted', grant: full }), full, context);
    expectSafe(view);
    expect(view.submit).toBeUndefined();
    expect(textOf(view)).toMatch(/It is allowed until <!date.* already, and the policy allows no later end today/);
  });

  it('has every failing setting ticked', () => {
    expect(field(exceptionModal(both, context), 'rules')?.element).toMatchObject({
      initial_options: [{ text: { text: 'Direct internet access' } }, { text: { text: 'Root access' } }],
    });
  });

  it('hears at once when a reason is chosen', () => {
    expect(field(exceptionModal(aFinding(), context), 'category')).toMatchObject({
      dispatch_action: true,
      element: { action_id: ACTIONS.exceptionCategory },
    });
  });

  it('takes 20 to 1000 characters', () => {
    expect(field(exceptionModal(aFinding(), context), 'reason')?.element).toMatchObject({
      min_length: 20,
      max_length: 1000,
    });
  });

  it('asks what protects the data only where it is sensitive', () => {
    const isOptional = (sensitivity: string) =>
      field(exceptionModal(aFinding({ sensitivity }), context), 'control')?.optional ?? false;
    expect([isOptional('internal'), isOptional('confidential')]).toEqual([true, false]);
  });

  it.each([
    ['internal', ['7_days', '14_days', 'latest', 'date']],
    ['confidential', ['latest', 'date']],
  ])('offers ends for %s data that the policy allows, the shortest chosen', (sensitivity, ends) => {
    const element = field(exceptionModal(aFinding({ sensitivity }), context), 'until')?.element;
    expect(element).toMatchObject({ options: ends.map((value) => ({ value })), initial_option: { value: ends[0] } });
  });

  it('names the latest date and the sensitivity it depends on', () => {
    expect(field(exceptionModal(aFinding(), context), 'until_date')?.hint?.text).toBe(
      'Latest Fri 25 Dec 2026, 17:00 CET for internal data',
    );
  });

  it('ends with who decides, how many, and by when', () => {
    const last = (sensitivity: string) => textOf(exceptionModal(aFinding({ sensitivity }), context).blocks.at(-1));
    expect(last('internal')).toMatch(
      /^<!subteam\^S0SECURITY> decides, one approval is enough; answer due <!date\^1795795200\^.*>\.$/,
    );
    expect(last('confidential')).toContain('2 different people have to approve');
  });

  it('mentions the approvers one by one where there is no group', () => {
    const users = aPolicy({ security: { ...policy.security, user_group: undefined, users: ['U0A', 'U0B'] } });
    expect(liveIn(exceptionModal(aFinding(), { ...context, policy: users }))).toEqual(['<@U0A>', '<@U0B>']);
  });
});

describe('the request form after a reason was chosen', () => {
  const shown = (category: (typeof CATEGORIES)[number], where = context) =>
    textOf(exceptionModal(aFinding(), where, { category }));

  it('says what works instead', () => {
    expect(shown('packages')).toContain(
      'Packages install through https://pypi.example.com in the approved network. Still needed?',
    );
    expect(shown('s3_data')).toContain('S3 can be reached from the approved network. Still needed?');
    expect(shown('third_party_api')).toContain('with direct internet access off. Still needed?');
  });

  it.each(CATEGORIES)('does not ask whether %s is still needed where nothing else works', (category) => {
    expect(shown(category, withEgress({ nat: false, s3: false }))).not.toContain('Still needed?');
    expect(shown(category, { ...context, policy: aPolicy({ networks: [] }) })).not.toContain('Still needed?');
  });

  it('keeps every field where it was, so that nothing typed is lost', () => {
    const ids = (view: ReturnType<typeof exceptionModal>) =>
      inputsOf(view).map(({ block_id, element }) => [block_id, element.action_id]);
    const before = ids(exceptionModal(aFinding(), context));
    for (const category of CATEGORIES) expect(ids(exceptionModal(aFinding(), context, { category }))).toEqual(before);
  });

  it('offers no network to somebody who asks about something else', () => {
    const finding = aFinding({ violations: [rootAccess] });
    expect(textOf(exceptionModal(finding, context, { category: 'packages' }))).not.toContain('pypi');
  });

  it.each(HOSTILE_TEXTS)('is safe with %s', (_what, text) => {
    expectSafe(exceptionModal(aFindingWith(text), context, { category: 'packages' }));
  });
});

describe('when too few can approve', () => {
  it.each([
    [{ able: 0, needed: 1, isApprover: true }, 'Nobody but you can approve this today.'],
    [{ able: 0, needed: 2, isApprover: false }, 'Nobody can approve this today.'],
    [{ able: 1, needed: 2, isApprover: false }, 'Two approvals are needed, and only 1 can be given today.'],
  ])('%j: there is no form, and a way on', (missing, words) => {
    const view = cannotBeApprovedModal(aFinding(), missing, context);
    expectSafe(view);
    expect(view.submit).toBeUndefined();
    expect(textOf(view)).toContain(`${words} Ask Platform team (<#C0HELP>) to name another approver.`);
  });
});
