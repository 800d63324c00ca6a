import { SlackRefusal } from './refusal';

/** https://docs.slack.dev/interactivity/handling-user-interaction */
const TRIGGER_MS = 3000;
const RESPONSE_MS = 30 * 60 * 1000;
const RESPONSE_USES = 5;

/** Where the answers to one interaction may go. */
export interface ResponseTarget {
  channel: string;
  user: string;
  /** The message whose button was pressed; absent for a command. */
  messageTs?: string;
}

interface Trigger {
  user: string;
  at: number;
  used: boolean;
}

export type Tickets = ReturnType<typeof createTickets>;

/** The short-lived permissions an interaction carries: a trigger id (3 s, once) and a response URL (30 min, 5 uses). */
export function createTickets() {
  const triggers = new Map<string, Trigger>();
  const responses = new Map<string, { target: ResponseTarget; at: number; uses: number }>();
  let count = 0;

  return {
    issueTrigger(user: string): string {
      count += 1;
      const id = `${Date.now()}.${1_000_000 + count}.${count.toString(16).padStart(32, '0')}`;
      triggers.set(id, { user, at: Date.now(), used: false });
      return id;
    },
    /** The user whose interaction it was; refuses an id that is unknown, too old or used before. */
    redeemTrigger(id: string): string {
      const trigger = triggers.get(id);
      if (!trigger) throw new SlackRefusal('invalid_trigger_id');
      if (Date.now() - trigger.at > TRIGGER_MS) throw new SlackRefusal('expired_trigger_id');
      if (trigger.used) throw new SlackRefusal('exchanged_trigger_id');
      trigger.used = true;
      return trigger.user;
    },
    issueResponse(target: ResponseTarget): string {
      count += 1;
      const id = `${count}${Math.random().toString(36).slice(2, 12)}`;
      responses.set(id, { target, at: Date.now(), uses: 0 });
      return id;
    },
    redeemResponse(id: string): ResponseTarget {
      const response = responses.get(id);
      if (!response) throw new SlackRefusal('invalid_url');
      if (Date.now() - response.at > RESPONSE_MS) throw new SlackRefusal('expired_url');
      if (response.uses >= RESPONSE_USES) throw new SlackRefusal('used_url');
      response.uses += 1;
      return response.target;
    },
    reset() {
      triggers.clear();
      responses.clear();
    },
  };
}
