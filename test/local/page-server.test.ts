import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { action, type PageServer, startPageServer } from '../../src/local/page-server';

const directory = mkdtempSync(join(tmpdir(), 'notebook-audit-page-'));
writeFileSync(join(directory, 'index.html'), '<p>hello</p>');
afterAll(() => rmSync(directory, { recursive: true }));

let server: PageServer;
let changed: () => void;
let stopped: jest.Mock;

beforeEach(async () => {
  stopped = jest.fn();
  server = await startPageServer({
    port: 0,
    files: { '/': join(directory, 'index.html') },
    state: async (as) => (as === 'U1' ? { me: as } : null),
    download: (as, id) =>
      as === 'U1' && id === 'F1' ? { name: 'Bericht „März“ (1).csv', bytes: Buffer.from('a,b') } : undefined,
    actions: {
      '/api/echo': action(v.object({ text: v.string() }), ({ text }) => ({ ok: true, error: text })),
      '/api/broken': action(v.object({}), () => {
        throw new Error('out of luck');
      }),
    },
    onChange: (listener) => {
      changed = listener;
      return stopped;
    },
  });
});

afterEach(() => server.close());

interface Answer {
  status: number;
  type: string;
  body: string;
}

/** Sends exactly these headers, which a browser's own client would not let us choose. */
const send = (method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: server.port, method, path, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body: text }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
const json = { 'content-type': 'application/json' };
const echo = (headers: Record<string, string>, body = '{"text":"hi"}') => send('POST', '/api/echo', headers, body);

test('the page’s own files are served, and no others', async () => {
  expect(await send('GET', '/')).toMatchObject({ status: 200, type: 'text/html; charset=utf-8', body: '<p>hello</p>' });
  for (const path of ['/index.html', '/../package.json', '/%2e%2e/package.json', '/constructor', '/api/nothing']) {
    expect((await send('GET', path)).status).toBe(404);
  }
});

test('the state is one person’s, and a stranger gets none', async () => {
  expect(JSON.parse((await send('GET', '/api/state?as=U1')).body)).toEqual({ me: 'U1' });
  expect((await send('GET', '/api/state?as=U2')).status).toBe(404);
  expect((await send('GET', '/api/state')).status).toBe(404);
});

test('a shared file is saved under its name, for those who may see it', async () => {
  const response = await fetch(`${server.url}/api/slack/file?as=U1&id=F1`);
  expect(await response.text()).toBe('a,b');
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(response.headers.get('content-disposition')).toBe(
    "attachment; filename*=UTF-8''Bericht%20%E2%80%9EM%C3%A4rz%E2%80%9C%20%281%29.csv",
  );
  expect((await send('GET', '/api/slack/file?as=U2&id=F1')).status).toBe(404);
  expect((await send('GET', '/api/slack/file')).status).toBe(404);
});

test('a POST of the page does what it says', async () => {
  const answer = await echo({ ...json, origin: `http://127.0.0.1:${server.port}` });
  expect(answer).toMatchObject({ status: 200, body: '{"ok":true,"error":"hi"}' });
  expect((await echo({ 'content-type': 'application/json; charset=utf-8' })).status).toBe(200);
});

describe('a request is refused', () => {
  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80', '192.168.0.1'])(
    'when its host is %s',
    async (host) => {
      expect((await send('GET', '/', { host })).status).toBe(403);
      expect((await echo({ ...json, host })).status).toBe(403);
    },
  );

  test.each(['https://evil.example', 'http://localhost:1', 'null'])('when its origin is %s', async (origin) => {
    expect((await echo({ ...json, origin })).status).toBe(403);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', ''])('when it is posted as "%s"', async (type) => {
    expect((await echo({ 'content-type': type })).status).toBe(415);
  });

  test.each<[string, string, number]>([
    ['is not JSON', '{', 400],
    ['is not what the action takes', '{"text":1}', 400],
    ['is longer than a megabyte', JSON.stringify({ text: 'x'.repeat(1024 * 1024) }), 413],
  ])('when its body %s', async (_, body, status) => {
    const answer = await echo(json, body);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false, error: expect.any(String) });
  });

  test('when there is no such action, or no such method', async () => {
    expect((await send('POST', '/api/nothing', json, '{}')).status).toBe(404);
    expect((await send('POST', '/constructor', json, '{}')).status).toBe(404);
    expect((await send('PUT', '/', json)).status).toBe(405);
  });
});

test('an action that fails is told as an outcome', async () => {
  const complaints = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const answer = await send('POST', '/api/broken', json, '{}');
  expect(answer.status).toBe(500);
  expect(JSON.parse(answer.body)).toEqual({ ok: false, error: 'That did not work: out of luck' });
  complaints.mockRestore();
});

test('many changes at once are one signal on the stream', async () => {
  const stream = await fetch(`http://127.0.0.1:${server.port}/api/stream`);
  const reader = stream.body?.getReader();
  if (!reader) throw new Error('No stream');
  const read = async () => Buffer.from((await reader.read()).value ?? []).toString();
  expect(await read()).toBe(': open\n\n');
  for (let index = 0; index < 20; index += 1) changed();
  expect(await read()).toBe('event: changed\ndata: {}\n\n');
  changed();
  expect(await read()).toBe('event: changed\ndata: {}\n\n');
  await reader.cancel();
});

test('a port that is taken is an error, and then nothing is listened to', async () => {
  const onChange = jest.fn(() => stopped);
  await expect(
    startPageServer({
      port: server.port,
      files: {},
      state: async () => null,
      download: () => undefined,
      actions: {},
      onChange,
    }),
  ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  expect(onChange).not.toHaveBeenCalled();
});

test('a server that was closed listens to nothing', async () => {
  const short = await startPageServer({
    port: 0,
    files: {},
    state: async () => null,
    download: () => undefined,
    actions: {},
    onChange: () => stopped,
  });
  await short.close();
  expect(stopped).toHaveBeenCalledTimes(1);
});
