import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { listen, readBody } from './aws/loopback';
import type { Outcome } from './page-state';

/** A POST: what its body must be, and what it does. */
export interface PageAction {
  parse: (body: unknown) => { ok: true; run: () => Promise<Outcome> } | { ok: false; error: string };
}

/** Joins a body's schema and what to do with it, so that the types of both are known to agree. */
export function action<S extends v.GenericSchema>(
  schema: S,
  run: (request: v.InferOutput<S>) => Promise<Outcome> | Outcome,
): PageAction {
  return {
    parse: (body) => {
      const parsed = v.safeParse(schema, body);
      return parsed.success
        ? { ok: true, run: async () => run(parsed.output) }
        : { ok: false, error: v.summarize(parsed.issues) };
    },
  };
}

export interface Download {
  name: string;
  bytes: Buffer;
}

export interface PageServerOptions {
  port: number;
  /** URL path to file. */
  files: Record<string, string>;
  /** The page's state for one person, or null when there is no such person. */
  state: (as: string) => Promise<unknown>;
  /** A file this person may see, or undefined. */
  download: (as: string, id: string) => Download | undefined;
  /** By path, `/api/clock` and so on. */
  actions: Record<string, PageAction>;
  /** Calls the listener after every change; answers how to stop. */
  onChange: (listener: () => void) => () => void;
}

const BODY_LIMIT = 1024 * 1024;
/** At most four `changed` a second for each open page: every one lets it fetch and draw everything anew. */
const THROTTLE_MS = 250;
const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  md: 'text/plain; charset=utf-8',
};
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
};

/**
 * Serves the local page on 127.0.0.1. Other sites in the visitor's browser can reach this port too, so a request must
 * name this computer as its host (no DNS rebinding), and a POST must be JSON from the page itself (no forms, no CORS).
 * Rejects when the port is taken.
 */
export async function startPageServer(options: PageServerOptions) {
  const streams = new Set<ServerResponse>();
  let timer: NodeJS.Timeout | undefined;
  const announce = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const stream of streams) stream.write('event: changed\ndata: {}\n\n');
    }, THROTTLE_MS).unref();
  };

  const get = async (url: URL, response: ServerResponse) => {
    const file = Object.hasOwn(options.files, url.pathname) ? options.files[url.pathname] : undefined;
    if (file) return sendFile(response, file);
    if (url.pathname === '/api/state') {
      const state = await options.state(url.searchParams.get('as') ?? '');
      return state === null
        ? sendJson(response, 404, { ok: false, error: 'There is no such person here.' })
        : sendJson(response, 200, state);
    }
    if (url.pathname === '/api/slack/file') {
      const { as = '', id = '' } = Object.fromEntries(url.searchParams);
      const download = options.download(as, id);
      return download
        ? sendDownload(response, download)
        : sendJson(response, 404, { ok: false, error: 'There is no such file here.' });
    }
    if (url.pathname !== '/api/stream') return sendJson(response, 404, { ok: false, error: 'There is no such page.' });
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' }).write(': open\n\n');
    streams.add(response);
    response.on('close', () => streams.delete(response));
  };

  const post = async (request: IncomingMessage, url: URL, response: ServerResponse) => {
    const refuse = (status: number, error: string) => sendJson(response, status, { ok: false, error });
    const { origin, 'content-type': type = '' } = request.headers;
    if (origin !== undefined && origin !== `http://${request.headers.host}`) {
      return refuse(403, 'Only the page itself may do this.');
    }
    if (type.split(';')[0]?.trim() !== 'application/json') return refuse(415, 'The request must be JSON.');
    const body = await readBody(request, BODY_LIMIT);
    if (body === null) return refuse(413, 'The request is longer than 1 MB.');
    const wanted = Object.hasOwn(options.actions, url.pathname) ? options.actions[url.pathname] : undefined;
    if (!wanted) return refuse(404, 'There is no such action.');
    const json = parseJson(body);
    if (json === undefined) return refuse(400, 'The request is not valid JSON.');
    const parsed = wanted.parse(json);
    if (!parsed.ok) return refuse(400, parsed.error);
    try {
      sendJson(response, 200, await parsed.run());
    } catch (fault) {
      console.error(fault);
      refuse(500, `That did not work: ${fault instanceof Error ? fault.message : String(fault)}`);
    }
  };

  const server = await listen(async (request, response) => {
    if (!isThisComputer(request.headers.host)) {
      return sendJson(response, 403, { ok: false, error: 'This page is for localhost only.' });
    }
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    if (request.method === 'GET') await get(url, response);
    else if (request.method === 'POST') await post(request, url, response);
    else sendJson(response, 405, { ok: false, error: 'Only GET and POST.' });
  }, options.port);
  const stopListening = options.onChange(announce);

  return {
    url: `http://localhost:${server.port}`,
    port: server.port,
    close: async () => {
      stopListening();
      clearTimeout(timer);
      for (const stream of streams) stream.end();
      await server.close();
    },
  };
}

export type PageServer = Awaited<ReturnType<typeof startPageServer>>;

const isThisComputer = (host: string | undefined) => /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host ?? '');

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text || '{}');
  } catch {
    return undefined;
  }
}

async function sendFile(response: ServerResponse, file: string): Promise<void> {
  const content = await readFile(file);
  const type = TYPES[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  response.writeHead(200, { ...HEADERS, 'content-type': type }).end(content);
}

/** Always saved and never shown, whatever it holds: a file of the workspace must not run as a page of this one. */
function sendDownload(response: ServerResponse, { name, bytes }: Download): void {
  response
    .writeHead(200, {
      ...HEADERS,
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeRfc5987(name)}`,
    })
    .end(bytes);
}

/** https://www.rfc-editor.org/rfc/rfc5987#section-3.2.1 */
function encodeRfc5987(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { ...HEADERS, 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(body));
}
