import { startTestSlack, type TestSlack } from '../../support/slack';
import { dana, danaDm, lena, refusal, section, securityChannel } from './people';

let test: TestSlack;
beforeAll(async () => {
  test = await startTestSlack();
});
beforeEach(() => test.slack.reset());
afterAll(() => test.slack.close());

const csv = Buffer.from('name,status\n');

describe('files', () => {
  it('are uploaded in three steps and shared as a message', async () => {
    const { channel } = await test.client.conversations.open({ users: dana });
    await test.client.filesUploadV2({
      channel_id: channel?.id ?? '',
      initial_comment: 'Your export',
      filename: 'notebooks.csv',
      file: csv,
    });
    const [message] = test.slack.seat(dana).messages();
    expect(message).toMatchObject({
      text: 'Your export',
      files: [{ name: 'notebooks.csv', title: 'notebooks.csv', mimetype: 'text/csv', size: 12 }],
    });
    expect(test.slack.seat(dana).file(message?.files?.[0]?.id ?? '')?.bytes).toEqual(csv);
  });

  it('come several in one message, each with its title', async () => {
    await test.client.filesUploadV2({
      channel_id: danaDm,
      initial_comment: 'Your export',
      file_uploads: [
        { filename: 'notebooks.csv', title: 'Notebooks', file: csv },
        { filename: 'kpis.csv', title: 'Numbers', file: Buffer.from('kpi,value\n') },
      ],
    });
    expect(test.slack.messages(danaDm)).toHaveLength(1);
    expect(test.slack.messages(danaDm)[0]?.files).toMatchObject([
      { name: 'notebooks.csv', title: 'Notebooks' },
      { name: 'kpis.csv', title: 'Numbers' },
    ]);
  });

  it('are described in the history', async () => {
    await test.client.filesUploadV2({ channel_id: danaDm, filename: 'a.csv', file: csv });
    const { messages } = await test.client.conversations.history({ channel: danaDm });
    expect(messages?.[0]?.files).toMatchObject([{ name: 'a.csv', filetype: 'csv', mimetype: 'text/csv', size: 12 }]);
  });

  it('can answer in a thread, with blocks instead of a comment', async () => {
    const { ts = '' } = await test.client.chat.postMessage({ channel: dana, text: 'card' });
    await test.client.filesUploadV2({
      channel_id: danaDm,
      thread_ts: ts,
      blocks: [section('As you asked')],
      filename: 'plan.unknown',
      file: csv,
    });
    expect(test.slack.messages(danaDm)[1]).toMatchObject({
      threadTs: ts,
      blocks: [section('As you asked')],
      files: [{ mimetype: 'application/octet-stream' }],
    });
  });

  it('are seen only by people of the conversation', async () => {
    await test.client.filesUploadV2({ channel_id: danaDm, filename: 'a.csv', file: csv });
    const id = test.slack.files()[0]?.id ?? '';
    expect(test.slack.file(dana, id)?.name).toBe('a.csv');
    expect(test.slack.file(lena, id)).toBeUndefined();
  });

  it('cannot go to a person’s id, nor to a channel the bot is not in', async () => {
    const share = (channel_id: string) =>
      refusal(test.client.filesUploadV2({ channel_id, filename: 'a.csv', file: csv }));
    expect(await share(dana)).toBe('channel_not_found');
    test.slack.setMembers(securityChannel, []);
    expect(await share(securityChannel)).toBe('not_in_channel');
    expect(test.slack.files()).toEqual([]);
  });

  it('cannot be shared before they were uploaded, or with another length', async () => {
    const reserve = () => test.client.files.getUploadURLExternal({ filename: 'a.csv', length: 5 });
    const complete = (...ids: string[]) =>
      test.client.apiCall('files.completeUploadExternal', { files: ids.map((id) => ({ id })) });
    const { file_id = '', upload_url = '' } = await reserve();
    const other = await reserve();
    expect(await refusal(complete(file_id))).toBe('file_not_found');
    const wrong = await fetch(upload_url, { method: 'POST', body: 'four' });
    expect(wrong.status).toBe(400);
    expect(await refusal(complete(file_id))).toBe('file_not_found');
    const right = await fetch(upload_url, { method: 'POST', body: 'fives' });
    expect(right.status).toBe(200);
    expect(await refusal(complete(file_id, other.file_id ?? ''))).toBe('file_not_found');
    expect(await complete(file_id)).toMatchObject({ files: [{ id: file_id, title: 'a.csv' }] });
  });
});
