import { setTimeout as wait } from 'node:timers/promises';
import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MOST_ENTRIES = 10;

/** Pauses before sending refused entries again, ms. */
const PAUSES_MS = [50, 200, 800];

export interface OutgoingEvent {
  detailType: string;
  detail: Record<string, unknown>;
}

/** The project's own event bus, for other systems and for our own worker. */
export function createEventBus(
  client: EventBridgeClient,
  busName: string,
  pause: (ms: number) => Promise<void> = wait,
) {
  /**
   * Publishes in order, ten a call. The service may refuse single entries of a call: those are sent again up to three
   * times, then it throws. At least once: a caller that tries again repeats what was accepted.
   */
  async function publish(events: OutgoingEvent[]): Promise<void> {
    for (let start = 0; start < events.length; start += MOST_ENTRIES) {
      await put(events.slice(start, start + MOST_ENTRIES).map(entryOf));
    }
  }

  async function put(entries: PutEventsRequestEntry[]): Promise<void> {
    let left = entries;
    for (let attempt = 0; ; attempt += 1) {
      const { Entries: answers = [] } = await client.send(new PutEventsCommand({ Entries: left }));
      const refused = answers.filter(({ ErrorCode }) => ErrorCode !== undefined);
      if (refused.length === 0) return;
      const pauseMs = PAUSES_MS[attempt];
      if (pauseMs === undefined) {
        const reasons = new Set(
          refused.map(({ ErrorCode, ErrorMessage }) => `${ErrorCode} ${ErrorMessage ?? ''}`.trim()),
        );
        throw new Error(`${refused.length} events were not accepted by ${busName}: ${[...reasons].join('; ')}`);
      }
      // Answers stand in the order of the entries.
      left = left.filter((_, index) => answers[index]?.ErrorCode !== undefined);
      await pause(pauseMs);
    }
  }

  const entryOf = ({ detailType, detail }: OutgoingEvent): PutEventsRequestEntry => ({
    EventBusName: busName,
    Source: 'notebook-audit',
    DetailType: detailType,
    Detail: JSON.stringify(detail),
  });

  return { publish };
}

export type EventBus = ReturnType<typeof createEventBus>;
