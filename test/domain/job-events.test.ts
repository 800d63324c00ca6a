import * as v from 'valibot';
import { jobEvent } from '../../src/domain/job-events';

const event = (type: string, detail: Record<string, unknown>) => ({
  id: '0f0e0d0c-1111-2222-3333-444455556666',
  source: 'notebook-audit',
  'detail-type': type,
  detail,
});

const isJob = (candidate: unknown) => v.is(jobEvent, candidate);
const userId = 'U0LENA00002';

describe('a job', () => {
  it.each([
    ['ReportRequested', { userId, days: 30, team: 'growth' }],
    ['ReportRequested', { userId, days: 7, team: null }],
    ['ExportRequested', { userId }],
    ['ScanRequested', { userId, account: null, region: 'eu-west-1' }],
    ['ScanTargetRequested', { scan: 'scan-1', account: '111122223333', region: 'eu-west-1' }],
  ])('%s is understood: %j', (type, detail) => {
    expect(isJob(event(type, detail))).toBe(true);
  });

  it.each([
    ['a report on any number of days', 'ReportRequested', { userId, days: 31, team: null }],
    ['a report for nobody', 'ReportRequested', { userId: '', days: 30, team: null }],
    ['an export to a channel', 'ExportRequested', { userId: 'C0SECURITY1' }],
    ['something else', 'FindingOpened', { userId }],
  ])('%s is not', (_, type, detail) => {
    expect(isJob(event(type, detail))).toBe(false);
  });
});
