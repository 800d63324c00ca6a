import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome, PageState } from '../../src/local/page-state';
import { everyInput } from './fixture-cards';
import { fixtureState } from './fixture-state';

const root = join(__dirname, '../..');

export interface FixtureServer {
  url: string;
  /** Every POST so far: its path and body. */
  posts: { path: string; body: Record<string, unknown> }[];
  /** Changes the state everybody sees and tells the open pages. */
  change(edit: (state: PageState) => void): void;
  /** The answer to the next POSTs to this path. */
  answer(path: string, outcome: Outcome): void;
  reset(): void;
  close(): Promise<void>;
}

/** The built page before a server that only remembers: it shows the fixture and answers as told. */
export async function startFixtureServer(): Promise<FixtureServer> {
  const built = mkdtempSync(join(tmpdir(), 'notebook-audit-page-'));
  execFileSync(join(root, 'node_modules/.bin/esbuild'), [
    join(root, 'src/local/page/page.tsx'),
    '--bundle',
    '--target=es2022',
    '--jsx=automatic',
    '--jsx-import-source=preact',
    '--log-level=error',
    `--outfile=${join(built, 'page.js')}`,
  ]);
  const files: Record<string, { type: string; body: Buffer }> = {
    '/': { type: 'text/html; charset=utf-8', body: readFileSync(join(root, 'src/local/page/index.html')) },
    '/page.js': { type: 'text/javascript', body: readFileSync(join(built, 'page.js')) },
    '/page.css': { type: 'text/css', body: readFileSync(join(built, 'page.css')) },
  };
  rmSync(built, { recursive: true });

  const streams = new Set<ServerResponse>();
  const posts: FixtureServer['posts'] = [];
  const answers = new Map<string, Outcome>();
  let edits: ((state: PageState) => void)[] = [];
  const changed = () => {
    for (const stream of streams) stream.write('event: changed\ndata: {}\n\n');
  };
  const change = (edit: (state: PageState) => void) => {
    edits.push(edit);
    changed();
  };
  const react = (path: string, body: Record<string, unknown>) => {
    const answer = answers.get(path) ?? { ok: true };
    const actionId = JSON.stringify(body.action ?? {});
    if (answer.ok && actionId.includes('"open-modal"')) change((state) => state.modals.push(modal(everyInput())));
    if (path === '/api/slack/close' || (path === '/api/slack/submit' && answer.ok)) {
      change((state) => state.modals.pop());
    }
    const errors = answer.errors;
    if (errors) change((state) => Object.assign(state.modals.at(-1) ?? {}, { errors }));
    return answer;
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const file = files[url.pathname];
    if (file) {
      response.setHeader('content-type', file.type).end(file.body);
    } else if (url.pathname === '/api/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      streams.add(response);
      request.on('close', () => streams.delete(response));
    } else if (url.pathname === '/api/slack/file') {
      response
        .setHeader('content-disposition', 'attachment')
        .end(`asked by ${url.searchParams.get('as')} for ${url.searchParams.get('id')}`);
    } else if (url.pathname === '/api/state') {
      const state = fixtureState(url.searchParams.get('as') ?? '');
      for (const edit of edits) edit(state);
      sendJson(response, state);
    } else {
      void readJson(request).then((body) => {
        posts.push({ path: url.pathname, body });
        sendJson(response, react(url.pathname, body));
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    posts,
    change,
    answer: (path, outcome) => answers.set(path, outcome),
    reset: () => {
      posts.length = 0;
      edits = [];
      answers.clear();
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

export function modal(blocks: unknown[], more: Partial<PageState['modals'][number]> = {}): PageState['modals'][number] {
  return {
    id: 'V1',
    title: 'Schedule migration',
    submit: 'Save and show plan',
    blocks,
    errors: {},
    hash: 'h1',
    ...more,
  };
}

function sendJson(response: ServerResponse, value: unknown) {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as Record<string, unknown>;
}
