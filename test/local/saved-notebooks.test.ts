import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeededNotebook } from '../../src/local/aws/sagemaker';
import { readNotebooks, saveNotebooks } from '../../src/local/saved-notebooks';
import { HOME_ACCOUNT, HOME_REGION, startTestAws } from '../support/aws';

const directory = mkdtempSync(join(tmpdir(), 'notebook-audit-saved-'));
const file = join(directory, 'notebooks.json');
const home = { account: HOME_ACCOUNT, region: HOME_REGION };
const now = new Date('2026-12-01T00:00:00.000Z');

afterAll(() => rmSync(directory, { recursive: true }));

test('notebooks are read back as they were saved, except for those on their way', async () => {
  const { aws, close } = await startTestAws();
  const seed = (name: string, over: Omit<SeededNotebook, 'name' | 'tags'>, tags?: Record<string, string>) =>
    aws.sagemaker.seed(home, { ...over, name, tags });
  const createdAt = new Date('2026-11-24T09:12:30.456Z');
  const full = seed(
    'Full',
    {
      createdAt,
      subnetId: 'subnet-1',
      kmsKeyId: 'key',
      status: 'Stopped',
      imds: '2',
      directInternetAccess: 'Disabled',
    },
    { Owner: 'dana' },
  );
  seed('starting', { createdAt, status: 'Pending' });
  seed('stopping', { createdAt, status: 'Stopping' });
  seed('leaving', { createdAt, status: 'Deleting' });
  await saveNotebooks(file, aws.sagemaker.list(HOME_ACCOUNT, HOME_REGION), now);
  aws.reset();

  const saved = await readNotebooks(file);
  expect(saved?.now).toEqual(now);
  for (const notebook of saved?.notebooks ?? []) aws.sagemaker.seed(home, notebook);
  const read = aws.sagemaker.list(HOME_ACCOUNT, HOME_REGION);
  expect(read.find(({ name }) => name === 'Full')).toEqual(full);
  expect(read.map(({ name, status }) => [name, status])).toEqual([
    ['Full', 'Stopped'],
    ['starting', 'InService'],
    ['stopping', 'Stopped'],
  ]);
  await close();
});

test('nothing saved is nothing read, and a file of something else is refused', async () => {
  expect(await readNotebooks(join(directory, 'absent.json'))).toBeNull();
  const other = join(directory, 'other.json');
  writeFileSync(other, '{"now":"soon"}');
  await expect(readNotebooks(other)).rejects.toThrow(/other.json is not what local mode saved/);
});
