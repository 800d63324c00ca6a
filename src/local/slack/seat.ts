import { isRecord } from '../../slack/blocks/limits-parts';
import type {
  ActionRequest,
  HomeRequest,
  MessageRequest,
  MessageView,
  ModalView,
  Outcome,
  SubmitRequest,
} from '../page-state';
import { modalView, seenMessages } from './snapshot';
import type { Store, StoredFile } from './store';
import { type PlacedElement, placedElements } from './view-state';
import { plainTextOf, type Views } from './views';

/** Where something is pressed: a message as it stands now, the modal on top, or App Home. */
export type Surface = MessageView | 'modal' | 'home';

/** Which element is pressed: the first for which everything given is so. */
export interface Wanted {
  actionId?: string;
  blockId?: string;
  /** What stands on the button, or what a screen reader says of it. */
  label?: string;
  /** The value of a button. */
  value?: string;
  /** What is chosen from a menu or picker: the value of one of its options. */
  option?: string;
}

/** The workspace through one person's eyes and hands. */
export interface Seat {
  /** What they see in a conversation, their DM with the bot unless one is named; oldest first, replies too. */
  messages(conversation?: string): MessageView[];
  /** The replies they see to a message, oldest first. */
  replies(message: MessageView): MessageView[];
  /** The newest message that only they see there. */
  ephemeral(conversation?: string): MessageView | undefined;
  /** Types into the message box, of their DM with the bot unless another conversation is named. */
  type(text: string, conversation?: string): Promise<Outcome>;
  /** Opens App Home, and answers the blocks that stand there afterwards. */
  openHome(): Promise<unknown[]>;
  /** The modal on top, if any. */
  modal(): ModalView | undefined;
  /** What stands on the buttons there, in order. */
  buttons(where: Surface): string[];
  /** Presses or chooses. Throws when nothing there is as wanted, naming what is. */
  press(where: Surface, wanted: Wanted): Promise<Outcome>;
  /** Submits the modal on top; values by block id and action id replace what stands in it. */
  submit(values?: ActionRequest['values']): Promise<Outcome>;
  /** A file shared in one of their conversations. */
  file(id: string): StoredFile | undefined;
}

interface SeatParts {
  store: Store;
  views: Views;
  action(request: ActionRequest): Promise<Outcome>;
  submit(request: SubmitRequest): Promise<Outcome>;
  send(request: MessageRequest): Promise<Outcome>;
  openHome(request: HomeRequest): Promise<Outcome>;
}

export function seatOf(as: string, parts: SeatParts): Seat {
  const { store, views } = parts;
  const mine = () => store.conversations().filter(({ members }) => members.includes(as));
  const dm = () => store.directMessage(as)?.id ?? '';
  const messages = (id = dm()) => mine().flatMap((each) => (each.id === id ? seenMessages(each, as) : []));
  const conversationOf = ({ ts }: MessageView) =>
    mine().find((each) => each.messages.some((message) => message.ts === ts))?.id ?? '';
  const modal = () => views.stack(as).map(modalView).at(-1);

  const surface = (where: Surface): { container: ActionRequest['container']; blocks: unknown[] } => {
    if (where === 'home') return { container: { kind: 'home' }, blocks: views.home(as)?.content.blocks ?? [] };
    if (where === 'modal') {
      const top = modal();
      return { container: { kind: 'modal', viewId: top?.id ?? '' }, blocks: top?.blocks ?? [] };
    }
    const channel = conversationOf(where);
    const now = messages(channel).find(({ ts }) => ts === where.ts);
    return { container: { kind: 'message', channel, ts: where.ts }, blocks: now?.blocks ?? [] };
  };

  return {
    messages,
    replies: (message) => messages(conversationOf(message)).filter(({ threadTs }) => threadTs === message.ts),
    ephemeral: (conversation) => messages(conversation).findLast((message) => message.ephemeral),
    type: (text, conversation = dm()) => parts.send({ as, conversation, text }),
    openHome: async () => {
      const opened = await parts.openHome({ as });
      if (!opened.ok) throw new Error(`Home did not open: ${opened.error}`);
      return surface('home').blocks;
    },
    modal,
    buttons: (where) =>
      placedElements(surface(where).blocks).flatMap(({ element }) =>
        element.type === 'button' ? [plainTextOf(element.text) ?? ''] : [],
      ),
    press: async (where, wanted) => {
      const { container, blocks } = surface(where);
      const placed = placedElements(blocks);
      const found = placed.find((each) => isWanted(each, wanted));
      if (!found) throw new Error(`nothing like ${JSON.stringify(wanted)} among ${placed.map(inWords).join(', ')}`);
      return parts.action({ as, container, action: actionOf(found, wanted), values: {} });
    },
    submit: async (values = {}) => parts.submit({ as, viewId: modal()?.id ?? '', values }),
    file: (id) =>
      mine()
        .flatMap((each) => each.messages.flatMap(({ files = [] }) => files))
        .find((file) => file.id === id),
  };
}

function isWanted({ element, actionId, blockId }: PlacedElement, wanted: Wanted): boolean {
  const labels = [plainTextOf(element.text), element.accessibility_label];
  return (
    (wanted.actionId === undefined || wanted.actionId === actionId) &&
    (wanted.blockId === undefined || wanted.blockId === blockId) &&
    (wanted.value === undefined || wanted.value === element.value) &&
    (wanted.label === undefined || labels.includes(wanted.label)) &&
    (wanted.option === undefined || optionOf(element, wanted.option) !== undefined)
  );
}

function optionOf(element: PlacedElement['element'], value: string): unknown {
  const groups = Array.isArray(element.option_groups) ? element.option_groups : [element];
  return groups
    .flatMap((group) => (isRecord(group) && Array.isArray(group.options) ? group.options : []))
    .find((option) => isRecord(option) && option.value === value);
}

function actionOf({ element, actionId, blockId }: PlacedElement, { option }: Wanted): ActionRequest['action'] {
  return {
    type: String(element.type),
    action_id: actionId,
    block_id: blockId,
    ...(option === undefined ? {} : { selected_option: optionOf(element, option) }),
  };
}

function inWords({ element, actionId }: PlacedElement): string {
  return `${actionId} (${plainTextOf(element.text) ?? String(element.type)})`;
}
