import { createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';

const gatewayEvent = v.object({
  headers: v.optional(v.nullable(v.record(v.string(), v.optional(v.string())))),
  body: v.optional(v.nullable(v.string())),
  isBase64Encoded: v.optional(v.nullable(v.boolean())),
});

/** A request to the Slack endpoint, normalised: header names in lower case, body as the very text that was signed. */
export interface SlackRequest {
  headers: Record<string, string>;
  body: string;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Reads what API Gateway (HTTP API, payload 2.0) or a function URL hands over; null when it is no such request. */
export function readRequest(event: unknown): SlackRequest | null {
  const parsed = v.safeParse(gatewayEvent, event);
  if (!parsed.success) return null;
  const { headers, body, isBase64Encoded } = parsed.output;
  const text = isBase64Encoded ? decoded(body ?? '') : (body ?? '');
  if (text === null) return null;
  const lower = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value ?? '']);
  return { headers: Object.fromEntries(lower), body: text };
}

/** Null when the text is not base64, or not base64 of UTF-8: a byte that is lost would change what was signed. */
function decoded(base64: string): string | null {
  if (!BASE64.test(base64)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    return null;
  }
}

const MOST_SKEW_SECONDS = 300;

/**
 * Did Slack sign this within the last five minutes (or, by our clock, the next five)?
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function isSigned({ headers, body }: SlackRequest, signingSecret: string, now: Date): boolean {
  const timestamp = headers['x-slack-request-timestamp'] ?? '';
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > MOST_SKEW_SECONDS) return false;
  const expected = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const given = headers['x-slack-signature'] ?? '';
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

/** `application/json` or `application/x-www-form-urlencoded` without parameters; null for anything else. */
export function contentTypeOf({ headers }: SlackRequest): string | null {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return type === 'application/json' || type === 'application/x-www-form-urlencoded' ? type : null;
}

/** The object that the body holds; null when it is not what its content type claims. */
export function bodyOf(request: SlackRequest): Record<string, unknown> | null {
  if (contentTypeOf(request) === 'application/json') return jsonObject(request.body);
  const fields = new URLSearchParams(request.body);
  const payload = fields.get('payload');
  return payload === null ? Object.fromEntries(fields) : jsonObject(payload);
}

function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
