import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { KEEP_ALIVE_MS, sayTheTime } from './aws/loopback';
import type { Trace } from './trace';

/** Clients with this in their user agent look without leaving a trace: the page's own looks would trigger themselves. */
export const UNTRACED_CLIENT = 'local-page';

/** DynamoDB (dynalite) in this process on a loopback address; data in memory, or kept in the directory `path`. */
export async function startDynamoDb(options: { trace: Trace; path?: string }) {
  const server = dynalite({ path: options.path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.prependListener('request', (_request, response) => sayTheTime(response));
  server.on('request', (request, response) => {
    if (request.headers['user-agent']?.includes(UNTRACED_CLIENT)) return;
    const started = performance.now();
    // A condition that does not hold is a normal answer, of which two writers at once get one.
    let unmet = false;
    const end = response.end.bind(response);
    response.end = ((chunk?: unknown, ...rest: []) => {
      unmet = String(chunk ?? '').includes('ConditionalCheckFailedException');
      return end(chunk, ...rest);
    }) as typeof response.end;
    response.on('finish', () =>
      options.trace.record({
        lane: 'dynamodb',
        title: String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '',
        detail: unmet ? 'not needed: somebody else was first' : undefined,
        ms: Math.round(performance.now() - started),
        ...(unmet && { notNeeded: true }),
        ok: unmet || response.statusCode < 400,
      }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((fault) => (fault ? reject(fault) : resolve()));
        server.closeAllConnections();
      }),
  };
}
