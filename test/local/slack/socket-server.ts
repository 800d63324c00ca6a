import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** The Slack end of Socket Mode, for tests: `apps.connections.open` and one WebSocket. */
export interface SocketServer {
  slackApiUrl: string;
  /** Sends an envelope; resolves with the acknowledgement. */
  send(envelope: { envelope_id: string; type: string; [field: string]: unknown }): Promise<Record<string, unknown>>;
  /** The tokens with which connections were asked for. */
  tokens: string[];
  close(): Promise<void>;
}

export async function startSocketServer(): Promise<SocketServer> {
  const tokens: string[] = [];
  const waiting = new Map<string, (payload: Record<string, unknown>) => void>();
  let socket: Duplex | undefined;

  const server = createServer((request, response) => {
    tokens.push(request.headers.authorization ?? '');
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${portOf(server)}/link` }));
  });
  server.on('upgrade', (request, stream: Duplex) => {
    socket = stream;
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${GUID}`).digest('base64');
    stream.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    stream.write(frame(TEXT, JSON.stringify({ type: 'hello', num_connections: 1 })));
    readFrames(stream, (opcode, data) => {
      if (opcode === PING) stream.write(frame(PONG, data));
      if (opcode === CLOSE) stream.end(frame(CLOSE, data));
      if (opcode !== TEXT) return;
      const ack = JSON.parse(data.toString());
      waiting.get(ack.envelope_id)?.(ack);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    slackApiUrl: `http://127.0.0.1:${portOf(server)}/api/`,
    tokens,
    send: (envelope) =>
      new Promise((resolve) => {
        waiting.set(envelope.envelope_id, resolve);
        socket?.write(frame(TEXT, JSON.stringify(envelope)));
      }),
    close: async () => {
      socket?.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A frame from server to client is never masked. */
function frame(opcode: number, content: string | Buffer): Buffer {
  const data = Buffer.from(content);
  const head = Buffer.alloc(data.length < 126 ? 2 : 4);
  head[0] = 0x80 | opcode;
  head[1] = Math.min(data.length, 126);
  if (data.length >= 126) head.writeUInt16BE(data.length, 2);
  return Buffer.concat([head, data]);
}

/** A frame from client to server always is. */
function readFrames(stream: Duplex, onFrame: (opcode: number, data: Buffer) => void): void {
  let buffered = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    for (let size = frameSize(buffered); size !== undefined && buffered.length >= size; size = frameSize(buffered)) {
      const whole = buffered.subarray(0, size);
      buffered = buffered.subarray(size);
      onFrame(whole.readUInt8(0) & 0x0f, unmasked(whole));
    }
  });
}

function frameSize(buffer: Buffer): number | undefined {
  if (buffer.length < 2) return undefined;
  const short = buffer.readUInt8(1) & 0x7f;
  if (short < 126) return 6 + short;
  return buffer.length < 4 ? undefined : 8 + buffer.readUInt16BE(2);
}

function unmasked(whole: Buffer): Buffer {
  const start = (whole.readUInt8(1) & 0x7f) < 126 ? 2 : 4;
  const mask = whole.subarray(start, start + 4);
  return Buffer.from(whole.subarray(start + 4).map((byte, index) => byte ^ mask.readUInt8(index % 4)));
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return address.port;
}
