import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  url: string;
  port: number;
  /** Ends the server and every open connection. */
  close(): Promise<void>;
}

/**
 * Idle connections stay open: a busy process notices too late that one was closed, and sends its next request into it.
 */
export const KEEP_ALIVE_MS = 10 * 60_000;

/** Serves HTTP on 127.0.0.1 only; port 0 takes a free one. Rejects when the port is taken. */
export async function listen(
  handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  port = 0,
): Promise<Listening> {
  const server = createServer((request, response) => {
    sayTheTime(response);
    handler(request, response).catch((fault: unknown) => {
      console.error(fault);
      if (response.headersSent) response.end();
      else response.writeHead(500, { 'content-type': 'text/plain' }).end('Internal failure');
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Node stamps answers with the real time, while everything here lives by this process's clock. An SDK that sees another
 * time than its own takes its clock to be wrong, and tries refused calls again.
 */
export function sayTheTime(response: ServerResponse): void {
  response.setHeader('Date', new Date().toUTCString());
}

/** The whole body as text, or null when it is longer than `limit` bytes (the rest is read and dropped). */
export async function readBody(request: IncomingMessage, limit: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size <= limit) chunks.push(chunk as Buffer);
  }
  return size > limit ? null : Buffer.concat(chunks).toString('utf8');
}
