import type { JsonObject } from '../../slack/blocks/limits-parts';
import type { Trace } from '../trace';
import { type Api, type Args, type Method, needScope, textArg } from './method';
import { chatMethods } from './methods-chat';
import { conversationMethods } from './methods-conversations';
import { fileMethods } from './methods-files';
import { userMethods } from './methods-users';
import { viewMethods } from './methods-views';
import { SlackRefusal } from './refusal';

/** A fault to answer with instead, as Slack's own bad days look. */
export type Fault =
  | { kind: 'ratelimited'; retryAfterSeconds: number }
  | { kind: 'http'; status: number }
  | { kind: 'error'; error: string }
  /** The call is carried out, and then the connection breaks before the answer. */
  | { kind: 'lost-answer' };

/** Null stands for a connection that breaks without an answer. */
export type ApiAnswer = { status: number; headers: Record<string, string>; body: string } | null;

const methods: Record<string, Method> = {
  'api.test': { run: (args) => ({ args }) },
  'auth.test': {
    run: (_args, { store }) => ({
      url: 'https://acme.slack.example/',
      team: store.workspace.teamName,
      user: store.workspace.bot.name,
      team_id: store.workspace.teamId,
      user_id: store.workspace.bot.userId,
      bot_id: store.workspace.bot.botId,
      is_enterprise_install: false,
    }),
  },
  ...chatMethods,
  ...conversationMethods,
  ...userMethods,
  ...viewMethods,
  ...fileMethods,
};

export type WebApi = ReturnType<typeof createWebApi>;

/** The Web API: one method table, one place where refusals become `{ ok: false, error }`. */
export function createWebApi({ api, botToken, trace }: { api: Api; botToken: string; trace: Trace }) {
  const calls: { method: string; args: Args }[] = [];
  const faults = new Map<string, Fault[]>();
  const outages = new Map<string, Fault>();

  const scopeHeader: Record<string, string> = api.scopes ? { 'x-oauth-scopes': api.scopes.join(',') } : {};

  const run = (method: string, args: Args, token: string | undefined): JsonObject => {
    try {
      const known = Object.hasOwn(methods, method) ? methods[method] : undefined;
      if (!known) throw new SlackRefusal('unknown_method', [], { req_method: method });
      if (method !== 'api.test') {
        if (!token) throw new SlackRefusal('not_authed');
        if (token !== botToken) throw new SlackRefusal('invalid_auth');
      }
      if (known.scope) needScope(api, known.scope);
      return { ok: true, ...known.run(args, api) };
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      const metadata = error.messages.length > 0 ? { response_metadata: { messages: error.messages } } : {};
      return { ok: false, error: error.code, ...error.extra, ...metadata };
    }
  };

  return {
    /** The arguments of every call of a method so far, oldest first. */
    calls: (method: string) => calls.filter((call) => call.method === method).map((call) => call.args),
    /** The next `times` calls of a method meet this fault. */
    failNext(method: string, fault: Fault, times = 1) {
      faults.set(method, [...(faults.get(method) ?? []), ...Array.from({ length: times }, () => fault)]);
    },
    /** Fails every call of the method until it is called again with null. */
    outage(method: string, fault: Fault | null) {
      if (fault) outages.set(method, fault);
      else outages.delete(method);
    },
    answer(method: string, args: Args, token: string | undefined): ApiAnswer {
      calls.push({ method, args });
      const started = performance.now();
      const fault = faults.get(method)?.shift() ?? outages.get(method);
      const answer =
        fault && fault.kind !== 'lost-answer' ? faultAnswer(fault) : json(run(method, args, token), 200, scopeHeader);
      const error = errorOf(answer, fault);
      trace.record({
        lane: 'slack',
        title: method,
        detail: [target(args, api), error].filter(Boolean).join(': ') || undefined,
        ms: Math.round(performance.now() - started),
        ok: error === undefined,
      });
      return fault?.kind === 'lost-answer' ? null : answer;
    },
    reset() {
      calls.length = 0;
      faults.clear();
      outages.clear();
    },
  };
}

function json(body: JsonObject, status = 200, headers: Record<string, string> = {}) {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

function faultAnswer(fault: Exclude<Fault, { kind: 'lost-answer' }>) {
  if (fault.kind === 'ratelimited') {
    return json({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': String(fault.retryAfterSeconds) });
  }
  if (fault.kind === 'error') return json({ ok: false, error: fault.error });
  return { status: fault.status, headers: { 'content-type': 'text/html' }, body: 'Server error' };
}

function errorOf(answer: { status: number; body: string }, fault: Fault | undefined): string | undefined {
  if (fault?.kind === 'lost-answer') return 'answer lost';
  if (answer.status !== 200) return String(answer.status);
  const { ok, error } = JSON.parse(answer.body);
  return ok ? undefined : String(error);
}

/** Whom a call was for, in words a reader knows. */
function target(args: Args, { store }: Api): string | undefined {
  const id = textArg(args, 'channel') ?? textArg(args, 'user') ?? textArg(args, 'users') ?? textArg(args, 'user_id');
  if (!id) return undefined;
  const conversation = store.conversation(id);
  if (conversation?.kind === 'channel') return `#${conversation.name}`;
  const person = store.person(conversation ? (conversation.members[0] ?? id) : id);
  return person ? `@${person.name}` : id;
}
