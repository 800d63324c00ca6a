import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Command, Finding } from '../../src/domain/finding';
import { findingEventDetail, unpublishedEvents } from '../../src/domain/integration-events';
import { aFinding, aNotebook } from '../support/a-finding';
import { aLook, changedBy } from '../support/changes';

const ask: Command = {
  type: 'request_exception',
  by: 'U0MARIA',
  requestId: 'V1',
  rules: ['notebook-no-direct-internet-access'],
  until: '2026-12-08T16:00:00.000Z',
  category: 'packages',
  reason: 'The build needs packages.',
};
const approve = (by: string): Command => ({ type: 'approve', by, requestId: 'V1' });
const resolve: Command = { type: 'resolve', evidence: 'gone', observedAt: '2026-11-24T20:00:00Z' };

/** The events of the last command alone. */
const published = (finding: Finding): Finding => ({ ...finding, publishedVersion: finding.version });
const typesAfter = (before: Finding, command: Command) =>
  unpublishedEvents(changedBy(published(before), [command])).map(({ detailType }) => detailType);

describe('an event for other systems', () => {
  it('tells of a new finding', () => {
    expect(unpublishedEvents(aFinding()).map(({ detailType }) => detailType)).toEqual(['FindingOpened']);
  });

  it.each<[string, Finding, Command, string]>([
    ['a choice of the owner', aFinding(), { type: 'acknowledge', by: 'U0MARIA' }, 'FindingChanged'],
    ['a request', aFinding(), ask, 'FindingChanged'],
    ['the approval that grants', changedBy(aFinding(), [ask]), approve('U0SEC'), 'PolicyExceptionDecided'],
    [
      'a denial',
      changedBy(aFinding(), [ask]),
      { type: 'deny', by: 'U0SEC', requestId: 'V1', reason: 'Use the mirror.' },
      'PolicyExceptionDecided',
    ],
    [
      'no answer in time',
      changedBy(aFinding(), [ask]),
      { type: 'time_out', requestId: 'V1' },
      'PolicyExceptionDecided',
    ],
    [
      'a revocation',
      changedBy(aFinding(), [ask, approve('U0SEC')]),
      { type: 'revoke', by: 'U0SEC', requestId: 'V1', reason: 'A leak.' },
      'PolicyExceptionDecided',
    ],
    ['the end by evidence', aFinding(), resolve, 'FindingResolved'],
    [
      'a launch that needs something again',
      changedBy(aFinding(), [resolve]),
      { type: 'reopen', look: aLook(aNotebook(), '2026-11-24T21:00:00Z') },
      'FindingOpened',
    ],
  ])('names %s', (_what, before, command, detailType) => {
    expect(typesAfter(before, command)).toEqual([detailType]);
  });

  it('counts the first of two approvals as a change', () => {
    const pending = changedBy(aFinding({ sensitivity: 'confidential' }), [
      { ...ask, until: '2026-11-30T16:00:00.000Z', control: 'Public data only.' },
    ]);
    expect(pending.request?.quorum).toBe(2);
    expect(typesAfter(pending, approve('U0SEC'))).toEqual(['FindingChanged']);
    expect(typesAfter(changedBy(pending, [approve('U0SEC')]), approve('U0SEC2'))).toEqual(['PolicyExceptionDecided']);
  });

  it('is one an entry, in order, each with the status of its entry', () => {
    const finding = changedBy(published(aFinding()), [ask, approve('U0SEC'), resolve]);
    expect(unpublishedEvents(finding).map(({ detail }) => [detail.version, detail.from, detail.status])).toEqual([
      [2, 'open', 'exception_requested'],
      [3, 'exception_requested', 'exception_granted'],
      [4, 'exception_granted', 'resolved'],
    ]);
  });

  it('keeps to the schema, and holds nothing else', () => {
    const finding = changedBy(aFinding(), [ask, { type: 'ask', by: 'U0SEC', requestId: 'V1', question: 'Which?' }]);
    const strict = v.strictObject(findingEventDetail.entries);
    for (const { detail } of unpublishedEvents(finding)) expect(v.parse(strict, detail)).toEqual(detail);
  });

  it('has every field in docs/events.md, and no other', () => {
    const [, table = ''] = readFileSync(join(__dirname, '../../docs/events.md'), 'utf8').split('## detail, version 1');
    const rows = table.split('## ')[0]?.match(/^\| `.*$/gm) ?? [];
    const documented = rows.flatMap((row) =>
      [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, field]) => field),
    );
    expect(documented.toSorted()).toEqual(Object.keys(findingEventDetail.entries).toSorted());
  });
});
