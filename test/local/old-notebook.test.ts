import { ssoCaller } from '../../src/local/aws/callers';
import { addOldNotebook } from '../../src/local/old-notebook';
import { HOME_ACCOUNT, HOME_REGION, startTestAws, type TestAws } from '../support/aws';

const home = { account: HOME_ACCOUNT, region: HOME_REGION };
const caller = ssoCaller({ ...home, email: 'dana@acme.example' });
const now = new Date('2026-11-24T10:00:00Z');

let started: TestAws;
beforeEach(async () => {
  started = await startTestAws();
});
afterEach(() => started.close());

const add = (name: string) => addOldNotebook(started.aws, { name, caller }, now);
const list = () => started.aws.sagemaker.list(HOME_ACCOUNT, HOME_REGION);

test('a notebook from two years ago appears, and the only call that tells of it is AddTags', () => {
  expect(add('Legacy-Model')).toEqual({ ok: true });
  const [notebook] = list();
  expect(notebook).toMatchObject({
    name: 'Legacy-Model',
    createdAt: new Date('2024-11-24T10:00:00Z'),
    platform: 'notebook-al2-v3',
    directInternetAccess: 'Enabled',
    status: 'InService',
  });
  expect(notebook?.tags.get('Owner')).toBe('dana@acme.example');
  const calls = started.trace.recent().filter(({ lane }) => lane === 'sagemaker');
  expect(calls.map(({ title }) => title)).toEqual(['AddTags']);
});

test.each(['two words', 'x'.repeat(64), ''])('the name "%s" is refused as AWS does', (name) => {
  expect(add(name)).toEqual({
    ok: false,
    error: expect.stringMatching(/^ValidationException: .*notebookInstanceName/),
  });
  expect(list()).toEqual([]);
});

test('a name that is taken, in whatever case, keeps its notebook', () => {
  started.aws.sagemaker.seed(home, { name: 'churn' });
  expect(add('CHURN')).toEqual({ ok: false, error: expect.stringContaining('duplicate Notebook Instance') });
  expect(list().map(({ name, platform }) => [name, platform])).toEqual([['churn', 'notebook-al2023-v1']]);
});
