import type { ModalView } from '@slack/types';
import * as fc from 'fast-check';
import type { Finding } from '../../src/domain/finding';
import { approveShorterModal, denyModal, revokeModal } from '../../src/slack/blocks/modals/decisions';
import { exceptionModal } from '../../src/slack/blocks/modals/exception';
import { FIELDS } from '../../src/slack/blocks/modals/form';
import { fixModal, migrationModal } from '../../src/slack/blocks/modals/migration';
import { assignOwnerModal, notMineModal } from '../../src/slack/blocks/modals/ownership';
import {
  parseApproveShorter,
  parseAssignOwner,
  parseDeny,
  parseException,
  parseMigration,
  parseNotMine,
  parseRevoke,
} from '../../src/slack/submissions';
import { aFinding, aNotebook } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';
import { submitted } from '../support/submitted';
import { aRequest } from '../support/views';

const policy = aPolicy();
const young = '2026-11-24T09:15:00Z';
const grown = '2026-11-25T09:00:00Z';
const reason = 'The scoring vendor has no endpoint inside our network yet.';
const inPlace = aFinding({
  violations: [
    {
      rule: 'notebook-root-access-disabled',
      observed: 'Enabled',
      severity: 'high',
      fix: 'in_place',
      firstSeenAt: '2026-11-24T09:13:00Z',
      deadline: '2026-12-01T16:00:00Z',
    },
  ],
});

const aGrant = {
  requestId: 'V0',
  rules: ['notebook-no-direct-internet-access' as const],
  until: '2026-12-05T16:00:00.000Z',
  at: '2026-11-24T10:00:00Z',
  approvers: ['U0SEC'],
  conditions: [],
};

describe('a planned migration', () => {
  const view = (now: string, finding = aFinding()) => migrationModal(finding, { now, policy });
  const parse = (changes = {}, now = grown, finding = aFinding()) =>
    parseMigration(submitted(view(now, finding), changes), { finding, policy, now });

  it('is accepted as it was opened on a young notebook: three business days on, nothing to keep', () => {
    expect(parse({}, young)).toEqual({ ok: true, value: { at: '2026-11-27T16:00:00.000Z', files: 'nothing_to_keep' } });
  });

  it('carries the date, the files and the note that were chosen; the date is the end of that working day', () => {
    expect(parse({ date: '2026-12-03', files: 'backup', note: '  after the release ' })).toEqual({
      ok: true,
      value: { at: '2026-12-03T16:00:00.000Z', files: 'backup', note: 'after the release' },
    });
  });

  it('may be on the latest date and not after it', () => {
    expect(parse({ date: '2027-01-08', files: 'backup' })).toMatchObject({ ok: true });
    expect(parse({ date: '2027-01-09', files: 'backup' })).toEqual({
      ok: false,
      errors: {
        date: 'That is past the latest date, Fri 8 Jan 2027, 17:00 CET. Choose an earlier one or request an exception.',
      },
    });
  });

  it('counts the latest date from the reopening', () => {
    const reopened = aFinding({ openedAt: '2026-11-25T08:00:00Z' });
    expect(parse({ date: '2027-01-11', files: 'backup' })).toMatchObject({ ok: false });
    expect(parse({ date: '2027-01-11', files: 'backup' }, grown, reopened)).toMatchObject({ ok: true });
    expect(parse({ date: '2027-01-12', files: 'backup' }, grown, reopened)).toMatchObject({ ok: false });
  });

  it('cannot be in the past, nor today after working hours', () => {
    const passed = { ok: false, errors: { date: 'That date has passed.' } };
    expect(parse({ date: '2026-11-24', files: 'backup' })).toEqual(passed);
    expect(parse({ date: '2026-11-25', files: 'backup' })).toMatchObject({ ok: true });
    expect(parse({ date: '2026-11-25', files: 'backup' }, '2026-11-25T16:00:00Z')).toEqual(passed);
  });

  it('needs a date and a word on the files', () => {
    expect(parse({ date: null })).toEqual({
      ok: false,
      errors: { date: 'Choose a date.', files: 'Choose what happens to your files.' },
    });
    expect(parse({ date: '2026-02-31', files: 'backup' })).toEqual({ ok: false, errors: { date: 'Choose a date.' } });
  });

  it('of a fix in place says so when the notebook has to be recreated by now', () => {
    const date = { date: { value: { type: 'datepicker', selected_date: '2026-12-01' } } };
    expect(parseMigration(date, { finding: aFinding(), policy: aPolicy(), now: grown })).toEqual({
      ok: false,
      errors: { date: 'It has to be recreated by now. Close this and press Schedule Migration.' },
    });
  });

  it('offers no backup that has nowhere to go', () => {
    const without = aPolicy({ migration: { latest_days: 45 } });
    const values = submitted(view(grown), { files: 'backup' });
    expect(parseMigration(values, { finding: aFinding(), policy: without, now: grown })).toEqual({
      ok: false,
      errors: { files: 'Choose what happens to your files.' },
    });
  });

  it('has a note of at most 1000 characters', () => {
    expect(parse({ files: 'backup', note: 'x'.repeat(1000) })).toMatchObject({ ok: true });
    expect(parse({ files: 'backup', note: 'x'.repeat(1001) })).toEqual({
      ok: false,
      errors: { note: 'At most 1000 characters.' },
    });
  });

  it('is a date alone when everything is fixed in place', () => {
    const values = submitted(fixModal(inPlace, { now: grown, policy }));
    expect(parseMigration(values, { finding: inPlace, policy, now: grown })).toEqual({
      ok: true,
      value: { at: '2026-11-30T16:00:00.000Z' },
    });
  });
});

describe('a request for a policy exception', () => {
  const complete = { category: 'third_party_api', reason };
  const parse = (changes = {}, finding: Finding = aFinding()) =>
    parseException(submitted(exceptionModal(finding, { now: grown, policy }), changes), {
      finding,
      policy,
      now: grown,
    });

  it('asks for all failing settings and 7 days unless something else is chosen', () => {
    expect(parse(complete)).toEqual({
      ok: true,
      value: {
        rules: ['notebook-no-direct-internet-access'],
        category: 'third_party_api',
        reason,
        until: '2026-12-02T16:00:00.000Z',
      },
    });
  });

  it.each([
    ['14_days', '2026-12-09T16:00:00.000Z'],
    ['latest', '2026-12-25T16:00:00.000Z'],
  ])('ends at the end of working hours after %s', (until, end) => {
    expect(parse({ ...complete, until })).toMatchObject({ ok: true, value: { until: end } });
  });

  it('ends on a picked date, up to the latest that the policy allows', () => {
    const until = 'date';
    expect(parse({ ...complete, until, until_date: '2026-12-25' })).toMatchObject({
      ok: true,
      value: { until: '2026-12-25T16:00:00.000Z' },
    });
    expect(parse({ ...complete, until, until_date: '2026-12-26' })).toEqual({
      ok: false,
      errors: { until_date: 'Internal data allows at most 30 days: Fri 25 Dec 2026, 17:00 CET.' },
    });
    expect(parse({ ...complete, until, until_date: '2026-11-24' })).toEqual({
      ok: false,
      errors: { until_date: 'That date has passed.' },
    });
    expect(parse({ ...complete, until })).toEqual({ ok: false, errors: { until_date: 'Choose a date.' } });
  });

  it('while an exception holds, ends later than that: to ask never shortens it', () => {
    const allowed = aFinding({ status: 'exception_granted', grant: aGrant });
    expect(parse({ ...complete, until: '14_days' }, allowed)).toMatchObject({ ok: true });
    const early = { ...complete, until: 'date', until_date: '2026-12-05' };
    expect(parse(early, allowed)).toEqual({
      ok: false,
      errors: { until_date: 'It is allowed until Sat 5 Dec 2026, 17:00 CET already. Choose a later end.' },
    });
    expect(parse({ ...early, until_date: '2026-12-06' }, allowed)).toMatchObject({ ok: true });
  });

  it('while an exception holds, takes over what that covers', () => {
    const both = [...aFinding().violations, ...inPlace.violations];
    const allowed = aFinding({ status: 'open', violations: both, grant: aGrant });
    const later = { ...complete, until: 'latest' };
    expect(parse(later, allowed)).toMatchObject({ ok: true });
    expect(parse({ ...later, rules: ['notebook-root-access-disabled'] }, allowed)).toEqual({
      ok: false,
      errors: {
        rules:
          'Tick direct internet access as well: allowed until Sat 5 Dec 2026, 17:00 CET already, and one exception has one end.',
      },
    });
    expect(parse({ ...later, rules: ['notebook-no-direct-internet-access'] }, allowed)).toMatchObject({ ok: true });
  });

  it('does not guess when a date was picked but another end is chosen', () => {
    expect(parse({ ...complete, until_date: '2026-12-01' })).toEqual({
      ok: false,
      errors: { until_date: 'To use this date, choose "A date that I pick" above, or clear it.' },
    });
  });

  it('allows less for sensitive data, and asks what protects it', () => {
    const confidential = aFinding({ sensitivity: 'confidential' });
    expect(parse({ ...complete, until: '14_days' }, confidential)).toEqual({
      ok: false,
      errors: {
        until: 'Confidential data allows at most 7 days: Wed 2 Dec 2026, 17:00 CET.',
        control: 'Say what protects the data: the policy asks for it at this sensitivity.',
      },
    });
    expect(parse({ ...complete, control: 'Only synthetic rows.' }, confidential)).toMatchObject({
      ok: true,
      value: { control: 'Only synthetic rows.', until: '2026-12-02T16:00:00.000Z' },
    });
  });

  it('says 1 day, not 1 days', () => {
    const strict = aPolicy({ policy_exceptions: { max_days: { default: 1 } } });
    const values = submitted(exceptionModal(aFinding(), { now: grown, policy }), { ...complete, until: '7_days' });
    expect(parseException(values, { finding: aFinding(), policy: strict, now: grown })).toEqual({
      ok: false,
      errors: { until: 'Internal data allows at most 1 day: Thu 26 Nov 2026, 17:00 CET.' },
    });
  });

  it('needs the rest to be filled in', () => {
    expect(parse({ rules: [], reason: 'because, short     ', until: null })).toEqual({
      ok: false,
      errors: {
        rules: 'Tick at least one setting.',
        category: 'Choose why.',
        reason: 'Say what it is needed for, so that security can answer without asking back.',
        until: 'Choose until when.',
      },
    });
  });

  it('takes words of 20 to 1000 characters', () => {
    expect(parse({ ...complete, reason: 'x'.repeat(19) })).toMatchObject({ ok: false });
    expect(parse({ ...complete, reason: 'x'.repeat(20) })).toMatchObject({ ok: true });
    expect(parse({ ...complete, reason: 'x'.repeat(1000) })).toMatchObject({ ok: true });
    expect(parse({ ...complete, reason: 'x'.repeat(1001), control: 'x'.repeat(1001) })).toEqual({
      ok: false,
      errors: { reason: 'At most 1000 characters.', control: 'At most 1000 characters.' },
    });
  });

  it('covers only settings that the notebook fails', () => {
    expect(parse({ ...complete, rules: ['notebook-in-vpc'] })).toMatchObject({
      ok: false,
      errors: { rules: 'Tick at least one setting.' },
    });
  });

  it('is read the same from the view that was rendered again after the reason was chosen', () => {
    const again = exceptionModal(aFinding(), { now: grown, policy }, { category: 'packages' });
    expect(parseException(submitted(again, { reason }), { finding: aFinding(), policy, now: grown })).toMatchObject({
      ok: true,
      value: { category: 'packages', reason },
    });
  });
});

describe('"not mine"', () => {
  const finding = aFinding({ launchedBy: { name: 'jo', userId: 'U0JO' } });
  const parse = (changes = {}, opened: ModalView = notMineModal(finding, 'U0MARIA', { now: grown, policy })) =>
    parseNotMine(submitted(opened, changes), 'U0MARIA', finding.launchedBy?.userId);

  it('proposes the launcher unless something else is chosen', () => {
    expect(parse()).toEqual({ ok: true, value: { proposed: 'U0JO' } });
  });

  it('does not throw away a person who was chosen', () => {
    expect(parse({ whose: 'unknown', person: 'U0SOMEBODY' })).toEqual({
      ok: false,
      errors: { person: 'To name this person, choose "This person" above, or clear it.' },
    });
  });

  it('proposes nobody when the reader does not know, whoever was preselected', () => {
    expect(parse({ whose: 'unknown', note: 'never seen it' })).toEqual({ ok: true, value: { note: 'never seen it' } });
  });

  it('starts with "I don\'t know" when the launcher is the reader or unknown', () => {
    const own = aFinding({ launchedBy: { name: 'maria', userId: 'U0MARIA' } });
    const opened = notMineModal(own, 'U0MARIA', { now: grown, policy });
    expect(parse({}, opened)).toEqual({ ok: true, value: {} });
  });

  it.each([['U0MARIA'], [null], ['<!channel>']])('needs somebody else: %s is refused', (person) => {
    expect(parse({ person })).toEqual({ ok: false, errors: { person: 'Pick an active colleague.' } });
  });

  it('needs a choice, and a note that fits', () => {
    expect(parse({ whose: null, note: 'x'.repeat(1001) })).toEqual({
      ok: false,
      errors: { whose: 'Choose one.', note: 'At most 1000 characters.' },
    });
  });
});

const request = aRequest();

describe('an approval for less', () => {
  const view = approveShorterModal(aFinding({ request }), request, { now: grown, policy });
  const parse = (changes = {}, now = grown) =>
    parseApproveShorter(submitted(view, changes), { finding: aFinding({ request }), request, policy, now });

  it('suggests a week and all settings', () => {
    expect(parse()).toEqual({ ok: true, value: { until: '2026-12-02T16:00:00.000Z', rules: request.rules } });
  });

  it('takes fewer settings and a condition', () => {
    expect(parse({ rules: ['notebook-root-access-disabled'], condition: 'No customer data.' })).toMatchObject({
      ok: true,
      value: { rules: ['notebook-root-access-disabled'], condition: 'No customer data.' },
    });
  });

  it('ends before the date that was asked for', () => {
    expect(parse({ date: '2026-12-11' })).toMatchObject({ ok: true });
    expect(parse({ date: '2026-12-12' })).toEqual({
      ok: false,
      errors: { date: 'Choose a date before Sat 12 Dec 2026, 17:00 CET.' },
    });
  });

  it('ends after what is allowed already, which an approval never shortens', () => {
    const finding = aFinding({ request, grant: aGrant });
    const extended = (date: string) =>
      parseApproveShorter(submitted(approveShorterModal(finding, request, { now: grown, policy }), { date }), {
        finding,
        request,
        policy,
        now: grown,
      });
    expect(extended('2026-12-05')).toEqual({
      ok: false,
      errors: {
        date: 'It is allowed until Sat 5 Dec 2026, 17:00 CET already. Choose a later date, or deny the request.',
      },
    });
    expect(extended('2026-12-07')).toMatchObject({ ok: true });
    const fewer = submitted(approveShorterModal(finding, request, { now: grown, policy }), {
      date: '2026-12-07',
      rules: ['notebook-root-access-disabled'],
    });
    expect(parseApproveShorter(fewer, { finding, request, policy, now: grown })).toEqual({
      ok: false,
      errors: { rules: expect.stringContaining('Tick direct internet access as well') },
    });
  });

  it('ends in the future, covers something, and has a condition that fits', () => {
    expect(parse({ date: '2026-11-24' })).toMatchObject({ ok: false, errors: { date: 'That date has passed.' } });
    expect(parse({ date: null, rules: [], condition: 'x'.repeat(1001) })).toEqual({
      ok: false,
      errors: {
        date: 'Choose a date.',
        rules: 'Tick at least one setting.',
        condition: 'At most 1000 characters.',
      },
    });
  });
});

describe('a denial', () => {
  const view = denyModal(aFinding({ request }), request, { now: grown, policy });
  const parse = (words: string) => parseDeny(submitted(view, { reason: words }));

  it('has a reason of 20 characters or more', () => {
    const errors = { reason: 'A reason helps them to find another way.' };
    expect(parse('x'.repeat(20))).toEqual({ ok: true, value: { reason: 'x'.repeat(20) } });
    expect(parse(`${'x'.repeat(19)}   `)).toEqual({ ok: false, errors });
    expect(parse('')).toEqual({ ok: false, errors });
  });
});

describe('a revocation', () => {
  const grant = {
    requestId: 'V1',
    rules: request.rules,
    until: request.until,
    at: grown,
    approvers: ['U0SEC'],
    conditions: [],
  };
  const view = revokeModal(aFinding({ grant }), grant, { now: grown, policy });

  it('has a reason, however short', () => {
    expect(parseRevoke(submitted(view, { reason: 'incident' }))).toEqual({ ok: true, value: { reason: 'incident' } });
    expect(parseRevoke(submitted(view, { reason: '  ' }))).toEqual({
      ok: false,
      errors: { reason: 'Say why: the owner will ask.' },
    });
  });
});

describe('an assignment', () => {
  const view = assignOwnerModal(aFinding(), { now: grown, policy });

  it('does not remember the tag unless that is ticked', () => {
    const person = 'U0JO';
    expect(parseAssignOwner(submitted(view, { person }))).toEqual({
      ok: true,
      value: { userId: person, remember: false },
    });
    expect(parseAssignOwner(submitted(view, { person, remember: ['remember'] }))).toEqual({
      ok: true,
      value: { userId: person, remember: true },
    });
  });

  it('needs a person', () => {
    expect(parseAssignOwner(submitted(view))).toEqual({ ok: false, errors: { person: 'Pick an active colleague.' } });
  });

  it('remembers nothing where there was no tag to remember', () => {
    const untagged = aFinding({ notebook: aNotebook({ tags: {} }) });
    const opened = assignOwnerModal(untagged, { now: grown, policy });
    expect(parseAssignOwner(submitted(opened, { person: 'U0JO' }))).toMatchObject({ value: { remember: false } });
  });
});

describe('whatever is sent', () => {
  const known = { finding: aFinding({ request }), policy, now: grown };
  const parsers: ((values: unknown) => unknown)[] = [
    (values) => parseMigration(values, known),
    (values) => parseException(values, known),
    (values) => parseNotMine(values, 'U0MARIA'),
    (values) => parseApproveShorter(values, { finding: aFinding({ request }), request, policy, now: grown }),
    parseDeny,
    parseRevoke,
    parseAssignOwner,
  ];
  const element = fc.oneof(
    fc.anything(),
    fc.record(
      {
        value: fc.anything(),
        selected_date: fc.oneof(fc.string(), fc.constantFrom('2026-12-01', '0000-00-00', '9999-12-31', '2026-13-01')),
        selected_option: fc.oneof(fc.anything(), fc.record({ value: fc.string() })),
        selected_options: fc.oneof(fc.anything(), fc.array(fc.record({ value: fc.string() }))),
        selected_user: fc.anything(),
      },
      { requiredKeys: [] },
    ),
  );
  const block = fc.oneof(fc.anything(), fc.dictionary(fc.string(), element));
  const values = fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...Object.values(FIELDS), '__proto__'), block));

  it('is answered with a value or with errors, never thrown at', () => {
    void fc.assert(
      fc.property(values, (sent) => {
        for (const parse of parsers) {
          expect(parse(sent)).toMatchObject({ ok: expect.any(Boolean) });
        }
      }),
    );
  });

  it.each([[null], [undefined], ['junk'], [[]], [{ date: { value: { selected_date: 7 } } }]])(
    'counts %j as a form left empty',
    (sent) => {
      expect(parseMigration(sent, known)).toEqual({
        ok: false,
        errors: { date: 'Choose a date.' },
      });
    },
  );
});
