import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isRecord } from '../../slack/blocks/limits-parts';
import type { Files } from './files';
import type { Args } from './method';
import { SlackRefusal } from './refusal';
import type { ApiAnswer, WebApi } from './web-api';

export interface ServerParts {
  webApi: () => WebApi;
  files: () => Files;
  /** Carries out a body posted to a response URL; throws a SlackRefusal. */
  respond: (id: string, body: unknown) => void;
}

/** The HTTP side: `/api/{method}`, `/response/{id}`, `/upload/{id}`, on a free loopback port. */
export async function startServer(parts: ServerParts): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    handle(request, parts).then(
      (answer) => send(response, answer),
      (error: unknown) => send(response, { status: 500, headers: {}, body: String(error) }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return { origin: `http://127.0.0.1:${portOf(server)}`, close: () => closeServer(server) };
}

async function handle(request: IncomingMessage, parts: ServerParts): Promise<ApiAnswer> {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const [, area, name = ''] = pathname.split('/');
  const bytes = await read(request);
  const contentType = request.headers['content-type'] ?? '';
  if (area === 'api') {
    const args = argumentsOf(contentType, bytes.toString());
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const { token, ...rest } = args;
    return parts.webApi().answer(name, rest, bearer ?? (typeof token === 'string' ? token : undefined));
  }
  if (area === 'response') return respond(name, bytes.toString(), parts);
  if (area === 'upload') {
    const content = contentType.startsWith('multipart/form-data') ? await uploaded(contentType, bytes) : bytes;
    return parts.files().receive(name, content) ? text(200, `OK - ${content.length}`) : text(400, 'no such upload');
  }
  return text(404, 'not found');
}

function respond(id: string, body: string, parts: ServerParts): ApiAnswer {
  try {
    parts.respond(id, JSON.parse(body));
    return text(200, 'ok');
  } catch (error) {
    if (error instanceof SyntaxError) return text(400, 'invalid_payload');
    if (!(error instanceof SlackRefusal)) throw error;
    const gone = error.code.endsWith('_url');
    return text(gone ? 404 : 400, JSON.stringify({ ok: false, error: error.code }));
  }
}

function argumentsOf(contentType: string, body: string): Args {
  if (!contentType.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(body));
  const parsed: unknown = JSON.parse(body || '{}');
  return isRecord(parsed) ? parsed : {};
}

async function uploaded(contentType: string, bytes: Buffer): Promise<Buffer> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
  for (const part of form.values()) {
    if (typeof part !== 'string') return Buffer.from(await part.arrayBuffer());
  }
  return Buffer.alloc(0);
}

function text(status: number, body: string): ApiAnswer {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}

function send(response: ServerResponse, answer: ApiAnswer): void {
  if (answer === null) {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the Slack stand-in has no port');
  return address.port;
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
