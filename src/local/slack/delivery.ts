import type { Trace } from '../trace';
import { signatureHeaders } from './signing';

export interface AppRequest {
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface AppResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/** Sends one signed request to the app, as Slack would to the request URL. */
export type Deliver = (request: AppRequest) => Promise<AppResponse>;

/** The app's answer in time, or the error Slack shows. */
export type Delivered = { ok: true; body: string } | { ok: false; error: string };

const REQUEST_PATH = '/slack/events';
const FORM = 'application/x-www-form-urlencoded';

export type Delivery = ReturnType<typeof createDelivery>;

/** Signed requests to the app, each of which must be answered with 200 within the limit. */
export function createDelivery(options: { deliver: Deliver; signingSecret: string; trace: Trace; limitMs: number }) {
  const send = async (title: string, detail: string | undefined, contentType: string, body: string) => {
    const started = performance.now();
    const headers = {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      ...signatureHeaders(body, options.signingSecret, new Date()),
    };
    const delivered = await answerInTime(
      async () => options.deliver({ path: REQUEST_PATH, headers, body }),
      options.limitMs,
    );
    options.trace.record({
      lane: 'lambda',
      title,
      detail: delivered.ok ? detail : delivered.error,
      ms: performance.now() - started,
      ok: delivered.ok,
    });
    return delivered;
  };

  return {
    /** An interaction: `payload=` with JSON inside. */
    interaction: (payload: Record<string, unknown>, detail?: string) =>
      send(String(payload.type), detail, FORM, new URLSearchParams({ payload: JSON.stringify(payload) }).toString()),
    /** A slash command: plain form fields. */
    command: (fields: Record<string, string>) =>
      send(fields.command ?? 'command', fields.text, FORM, new URLSearchParams(fields).toString()),
    /** An event of the Events API: JSON. */
    event: (body: Record<string, unknown>, title: string) =>
      send(title, undefined, 'application/json', JSON.stringify(body)),
  };
}

async function answerInTime(ask: () => Promise<AppResponse>, limitMs: number): Promise<Delivered> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Delivered>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, error: 'operation_timeout' }), limitMs);
  });
  const judged = ask().then(
    ({ statusCode, body }): Delivered =>
      statusCode === 200
        ? { ok: true, body }
        : { ok: false, error: `This app responded with Status Code ${statusCode}.` },
    (): Delivered => ({ ok: false, error: 'dispatch_failed' }),
  );
  const first = await Promise.race([judged, late]);
  clearTimeout(timer);
  return first;
}
