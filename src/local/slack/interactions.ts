import * as v from 'valibot';
import type { ActionRequest, CloseRequest, HomeRequest, Outcome, SubmitRequest } from '../page-state';
import type { Delivery } from './delivery';
import { acceptedView } from './methods-views';
import {
  closedPayload,
  homeOpenedEvent,
  messageActionPayload,
  type Press,
  submissionPayload,
  viewActionPayload,
} from './payloads';
import { SlackRefusal } from './refusal';
import type { Store } from './store';
import type { Tickets } from './tickets';
import { clientErrors, mergedValues, type PlacedElement, placedElements } from './view-state';
import type { View, Views } from './views';

export interface InteractionParts {
  store: Store;
  views: Views;
  tickets: Tickets;
  delivery: Delivery;
  responseUrl: (id: string) => string;
}

/** What Slack's client shows when a modal could not be sent. */
const TROUBLE = 'We had some trouble connecting. Try again?';

const submissionAnswer = v.variant('response_action', [
  v.object({ response_action: v.literal('errors'), errors: v.record(v.string(), v.string()) }),
  v.object({ response_action: v.literal('update'), view: v.unknown() }),
  v.object({ response_action: v.literal('push'), view: v.unknown() }),
  v.object({ response_action: v.literal('clear') }),
]);

/** What a person does with the app's messages, modals and Home, sent to the app as Slack sends it. */
export function createInteractions(parts: InteractionParts) {
  const { store, views, tickets, delivery } = parts;

  const personOf = (id: string) => {
    const person = store.person(id);
    if (!person || person.deleted) throw new Error(`no active person ${id}`);
    return person;
  };

  const pressOf = (request: ActionRequest, placed: PlacedElement): Press => {
    const { element, blockId, actionId } = placed;
    const chosen =
      element.type === 'button' ? { text: element.text, ...ifSet('value', element.value) } : { ...request.action };
    const ids = { type: element.type, block_id: blockId, action_id: actionId, action_ts: store.nextTs() };
    return {
      person: personOf(request.as),
      action: { ...chosen, ...ids },
      triggerId: tickets.issueTrigger(request.as),
    };
  };

  const pressInMessage = async (request: ActionRequest, channel: string, ts: string): Promise<Outcome> => {
    const conversation = store.conversation(channel);
    const message = conversation?.messages.find((other) => other.ts === ts);
    const sees = message && (message.visibleTo ?? request.as) === request.as;
    if (!conversation?.members.includes(request.as) || !sees) return { ok: false, error: 'message_not_found' };
    const placed = placedOf(request, message.blocks);
    if (!placed) return { ok: false, error: 'action_not_found' };
    if (isQuiet(placed)) return { ok: true };
    const payload = messageActionPayload(store, {
      press: pressOf(request, placed),
      conversation,
      message,
      values: mergedValues(message.blocks, {}, withOwn(request)),
      responseUrl: parts.responseUrl(tickets.issueResponse({ channel, user: request.as, messageTs: ts })),
    });
    return outcome(await delivery.interaction(payload, request.action.action_id));
  };

  const pressInView = async (request: ActionRequest, view: View | undefined): Promise<Outcome> => {
    if (view?.user !== request.as) return { ok: false, error: 'view_not_found' };
    const placed = placedOf(request, view.content.blocks);
    if (!placed) return { ok: false, error: 'action_not_found' };
    views.fill(view, withOwn(request));
    if (isQuiet(placed)) return { ok: true };
    const payload = viewActionPayload(store, views, pressOf(request, placed), view);
    return outcome(await delivery.interaction(payload, request.action.action_id));
  };

  /** What the app's answer to a submission does to the modal. */
  const applyAnswer = (view: View, body: string): Outcome => {
    if (body.trim() === '') {
      views.close(view);
      return { ok: true };
    }
    const answer = v.parse(submissionAnswer, JSON.parse(body));
    if (answer.response_action === 'errors') return rejectSubmission(view, answer.errors);
    if (answer.response_action === 'clear') views.closeAll(view.user);
    if (answer.response_action === 'update') views.renew(view, acceptedView(answer.view, 'modal'));
    if (answer.response_action === 'push') views.push(view.user, acceptedView(answer.view, 'modal'));
    return { ok: true };
  };

  /** Errors can only stand under the input blocks of the view; Slack refuses any other block id. */
  const rejectSubmission = (view: View, errors: Record<string, string>): Outcome => {
    const inputs = placedElements(view.content.blocks).filter(({ block }) => block.type === 'input');
    const ids = Object.keys(errors);
    if (ids.length === 0 || ids.some((id) => !inputs.some(({ blockId }) => blockId === id))) {
      return { ok: false, error: TROUBLE };
    }
    views.showErrors(view, errors);
    return { ok: false, errors };
  };

  return {
    async action(request: ActionRequest): Promise<Outcome> {
      const { container } = request;
      if (container.kind === 'message') return pressInMessage(request, container.channel, container.ts);
      return pressInView(request, container.kind === 'home' ? views.home(request.as) : views.find(container.viewId));
    },

    async submit(request: SubmitRequest): Promise<Outcome> {
      const view = views.stack(request.as).at(-1);
      if (view?.id !== request.viewId || view.content.submit === undefined)
        return { ok: false, error: 'view_not_found' };
      views.fill(view, request.values);
      const errors = clientErrors(view.content.blocks, view.values);
      views.showErrors(view, errors);
      if (Object.keys(errors).length > 0) return { ok: false, errors };
      const person = personOf(request.as);
      const triggerId = tickets.issueTrigger(person.id);
      const payload = submissionPayload(store, { person, view: views.payload(view), triggerId });
      const delivered = await delivery.interaction(payload, callbackId(view));
      if (!delivered.ok) return { ok: false, error: TROUBLE };
      try {
        return applyAnswer(view, delivered.body);
      } catch (error) {
        const refused = error instanceof SlackRefusal || error instanceof v.ValiError || error instanceof SyntaxError;
        if (!refused) throw error;
        return { ok: false, error: TROUBLE };
      }
    },

    async closeModal(request: CloseRequest): Promise<Outcome> {
      const stack = views.stack(request.as);
      const top = stack.at(-1);
      if (top?.id !== request.viewId) return { ok: false, error: 'view_not_found' };
      const isCleared = top.content.clear_on_close === true;
      const told = (isCleared ? stack : [top])
        .filter((view) => view.content.notify_on_close === true)
        .map((view) => ({ detail: callbackId(view), payload: views.payload(view) }));
      if (isCleared) views.closeAll(request.as);
      else views.close(top);
      const person = personOf(request.as);
      for (const { detail, payload } of told) {
        await delivery.interaction(closedPayload(store, { person, view: payload, isCleared }), detail);
      }
      return { ok: true };
    },

    async openHome(request: HomeRequest): Promise<Outcome> {
      const person = personOf(request.as);
      const home = views.home(request.as);
      const body = homeOpenedEvent(store, person, home ? views.payload(home) : undefined);
      return outcome(await delivery.event(body, 'app_home_opened'));
    },
  };
}

function placedOf({ action }: ActionRequest, blocks: unknown[]): PlacedElement | undefined {
  return placedElements(blocks).find(
    ({ blockId, actionId }) => blockId === action.block_id && actionId === action.action_id,
  );
}

function ifSet(key: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [key]: value };
}

/** What is filled in, with the element that was just used. */
function withOwn({ action, values }: ActionRequest): ActionRequest['values'] {
  return { ...values, [action.block_id]: { ...values[action.block_id], [action.action_id]: action } };
}

/** An input block tells the app nothing until the submission, unless it asks for it. */
function isQuiet({ block }: PlacedElement): boolean {
  return block.type === 'input' && block.dispatch_action !== true;
}

function outcome(delivered: { ok: true } | { ok: false; error: string }): Outcome {
  return delivered.ok ? { ok: true } : { ok: false, error: delivered.error };
}

function callbackId(view: View): string | undefined {
  const id = view.content.callback_id;
  return typeof id === 'string' ? id : undefined;
}
