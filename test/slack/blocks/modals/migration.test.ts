import { fixModal, migrationModal } from '../../../../src/slack/blocks/modals/migration';
import { subjectOfMetadata, VIEWS } from '../../../../src/slack/ids';
import { aFinding } from '../../../support/a-finding';
import { aPolicy } from '../../../support/a-policy';
import { inputsOf } from '../../../support/submitted';
import { aFindingWith, aRequest, expectSafe, HOSTILE_TEXTS, textOf } from '../../../support/views';

const policy = aPolicy();
const young = { now: '2026-11-24T09:32:30Z', policy };
const grown = { now: '2026-11-26T09:00:00Z', policy };
const nowhere = { ...grown, policy: aPolicy({ networks: [] }) };

function field(view: ReturnType<typeof migrationModal>, id: string) {
  return inputsOf(view).find(({ block_id }) => block_id === id);
}

describe('the migration form', () => {
  it('asks when, what happens to the files, and for a note', () => {
    const view = migrationModal(aFinding(), grown);
    expectSafe(view);
    expect(view).toMatchObject({
      callback_id: VIEWS.migration,
      title: { text: 'Schedule migration' },
      submit: { text: 'Save and show plan' },
    });
    expect(subjectOfMetadata(view.private_metadata ?? '')).toEqual({ launch: aFinding().launch });
    expect(inputsOf(view).map(({ label }) => label.text)).toEqual(['When will it be done?', 'Your files', 'Notes']);
  });

  it('suggests three business days on, and names the latest date', () => {
    // From a Thursday over a weekend.
    const date = field(migrationModal(aFinding(), grown), 'date');
    expect(date).toMatchObject({
      element: { initial_date: '2026-12-01' },
      hint: { text: 'Latest Fri 8 Jan 2027, 17:00 CET, set by policy' },
    });
  });

  it('never suggests a date past the latest', () => {
    const view = migrationModal(aFinding(), { now: '2027-01-07T09:00:00Z', policy });
    expect(field(view, 'date')).toMatchObject({ element: { initial_date: '2027-01-08' } });
  });

  it('has no form when the latest date has passed, and says what is left to do', () => {
    const view = migrationModal(aFinding(), { now: '2027-01-08T16:00:00Z', policy });
    expectSafe(view);
    expect(view.submit).toBeUndefined();
    expect(inputsOf(view)).toEqual([]);
    expect(textOf(view)).toContain('Request an exception instead.');
  });

  it('says that replacing a young notebook is quicker, and supposes that there is nothing to keep', () => {
    const view = migrationModal(aFinding(), young);
    expect(textOf(view)).toContain('It is 20 min old: replacing it now is quicker than planning.');
    expect(field(view, 'files')).toMatchObject({ element: { initial_option: { value: 'nothing_to_keep' } } });
  });

  it('supposes nothing about the files of an older one', () => {
    const view = migrationModal(aFinding(), grown);
    expect(textOf(view)).not.toContain('quicker');
    expect(field(view, 'files')?.element).not.toHaveProperty('initial_option');
  });

  it('offers a backup only when the policy has a bucket for it', () => {
    const offered = (context: typeof grown) => JSON.stringify(field(migrationModal(aFinding(), context), 'files'));
    expect(offered(grown)).toContain('To example-notebook-backups');
    expect(offered({ ...grown, policy: aPolicy({ migration: { latest_days: 45 } }) })).not.toContain('backup');
  });

  it('says what works in the approved network, or that there is none', () => {
    expect(textOf(migrationModal(aFinding(), grown))).toContain('pip and conda through https://pypi.example.com');
    expect(textOf(migrationModal(aFinding(), nowhere))).toContain(
      'There is no approved network in ml-dev / eu-west-1 yet',
    );
  });

  it('warns that saving withdraws a request', () => {
    const words = 'Saving withdraws your request to security.';
    expect(textOf(migrationModal(aFinding({ request: aRequest() }), grown))).toContain(words);
    expect(textOf(migrationModal(aFinding(), grown))).not.toContain(words);
  });

  it('shows a plan that exists, to be changed', () => {
    const migration = {
      at: '2026-12-15T16:00:00.000Z',
      by: 'U0MARIA',
      decidedAt: '2026-11-24T10:00:00Z',
      files: 'backup' as const,
      note: 'after the release',
    };
    const view = migrationModal(aFinding({ migration }), grown);
    expect(field(view, 'date')).toMatchObject({ element: { initial_date: '2026-12-15' } });
    expect(field(view, 'files')).toMatchObject({ element: { initial_option: { value: 'backup' } } });
    expect(field(view, 'note')).toMatchObject({ element: { initial_value: 'after the release' } });
  });

  it('suggests a new date when the planned one has passed', () => {
    const migration = { at: '2026-11-25T16:00:00.000Z', by: 'U0MARIA', decidedAt: '2026-11-24T10:00:00Z' };
    expect(field(migrationModal(aFinding({ migration }), grown), 'date')).toMatchObject({
      element: { initial_date: '2026-12-01' },
    });
  });

  it.each(HOSTILE_TEXTS)('is safe with %s', (_what, text) => {
    for (const context of [young, grown, nowhere]) expectSafe(migrationModal(aFindingWith(text), context));
  });

  it('is taken by Slack with the longest bucket name', () => {
    const bucket = aPolicy({ migration: { latest_days: 45, backup_bucket: 'b'.repeat(63) } });
    expectSafe(migrationModal(aFinding(), { ...grown, policy: bucket }));
  });
});

describe('the form for a fix in place', () => {
  it('asks when, and is submitted like a migration', () => {
    const view = fixModal(aFinding(), grown);
    expectSafe(view);
    expect(view).toMatchObject({
      callback_id: VIEWS.migration,
      title: { text: 'Schedule fix' },
      submit: { text: 'Save' },
    });
    expect(inputsOf(view).map(({ block_id }) => block_id)).toEqual(['date']);
  });
});
