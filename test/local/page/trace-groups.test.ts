import { flowOf, groupTrace, newestOfInterest } from '../../../src/local/page/trace-groups';
import type { TraceEntry } from '../../../src/local/trace';

const entry = (seq: number, lane: string, secondsLater: number, ok = true): TraceEntry => ({
  seq,
  lane,
  title: `${lane} ${seq}`,
  at: new Date(Date.UTC(2026, 10, 24, 10, 0, secondsLater)).toISOString(),
  ok,
});
const shape = (entries: TraceEntry[]) => groupTrace(entries).map((group) => group.entries.map(({ seq }) => seq));

test('a group starts where the visitor does something', () => {
  expect(shape([entry(1, 'page', 0), entry(2, 'sagemaker', 0), entry(3, 'page', 1), entry(4, 'slack', 1)])).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test('a pause of more than two seconds starts a group, as when the clock is moved', () => {
  expect(shape([entry(1, 'events', 0), entry(2, 'lambda', 2), entry(3, 'events', 5)])).toEqual([[1, 2], [3]]);
});

test('failures are counted in their group', () => {
  const groups = groupTrace([entry(1, 'page', 0), entry(2, 'slack', 0, false), entry(3, 'slack', 1)]);
  expect(groups).toMatchObject([{ seq: 1, failed: 1 }]);
});

test('no trace has no groups', () => {
  expect(groupTrace([])).toEqual([]);
});

test('the newest launch, press or command is told, not what runs on a schedule after it', () => {
  const titled = (seq: number, lane: string, title: string) => ({ ...entry(seq, lane, seq * 10), title });
  const newest = (...entries: TraceEntry[]) => newestOfInterest(groupTrace(entries))?.seq;
  const launch = titled(1, 'page', 'launch');
  expect(newest(launch, titled(2, 'dynamodb', 'Query'), titled(3, 'lambda', 'remind'))).toBe(1);
  expect(newest(launch, titled(2, 'page', 'clock'), titled(3, 'lambda', 'worker'))).toBe(1);
  expect(newest(launch, titled(2, 'page', 'message'))).toBe(1);
  expect(newest(launch, titled(2, 'page', 'command'))).toBe(2);
  expect(newest(launch, titled(2, 'sagemaker', 'DeleteNotebookInstance'))).toBe(2);
  expect(newest(launch, titled(2, 'sagemaker', 'DescribeNotebookInstance'))).toBe(1);
  expect(newest(titled(1, 'lambda', 'remind'))).toBeUndefined();
});

test('the line of a group names each call once, without the bookkeeping', () => {
  const calls = [
    ['page', 'launch'],
    ['sagemaker', 'CreateNotebookInstance'],
    ['events', 'AWS API Call via CloudTrail'],
    ['events', 'SageMaker Notebook Instance State Change'],
    ['sagemaker', 'DescribeNotebookInstance'],
    ['sagemaker', 'DescribeNotebookInstance'],
    ['dynamodb', 'UpdateItem'],
    ['slack', 'chat.postMessage'],
    ['lambda', 'notebookEvents'],
    ['lambda', 'notebookEvents'],
  ] as const;
  const [group] = groupTrace(calls.map(([lane, title], seq) => ({ ...entry(seq, lane, 0), title })));
  expect(group && flowOf(group).map(({ title }) => title)).toEqual([
    'launch',
    'CreateNotebookInstance',
    'AWS API Call via CloudTrail',
    'DescribeNotebookInstance',
    'chat.postMessage',
    'notebookEvents',
  ]);
});
