import { TZDate } from '@date-fns/tz';
import { isoDay } from '../../domain/business-hours';
import { UNTIL } from '../../slack/blocks/modals/exception';
import { FIELDS } from '../../slack/blocks/modals/form';
import { ACTIONS, MENU, subjectOfBlockId } from '../../slack/ids';
import { type Caller, pipelineCaller, ssoCaller } from '../aws/callers';
import type { Cloud, CloudAccount, WriteOperation } from '../cloud';
import type { Outcome } from '../page-state';
import type { Seat, Surface, Wanted } from '../slack/seat';
import type { SlackStandIn } from '../slack/slack';
import { placedElements } from '../slack/view-state';
import { localWorkspace, type Person } from '../workspace';
import { momentOf, type SampleMoment } from './moments';
import { replacementOf, type SampleAct, type SampleDeed, type SampleNotebook } from './story';
import { SAMPLE_TAG } from './tag';

export interface HandsParts {
  slack: SlackStandIn;
  cloud: Cloud;
  account: CloudAccount;
  /** A network that the policy approves; without one no launch of the sample is good. */
  network?: { subnetId: string; securityGroupIds: string[] };
  /** Ends every change of a notebook's status that is under way. */
  settle: () => void;
  /** Resolves when no event is under way. */
  idle: () => Promise<void>;
  /** Monday 00:00 of the first week. */
  start: TZDate;
}

const SECURITY_CHANNEL = 'C0SECURITY1';

/**
 * The people of the sample: they press, fill in and launch as visitors do, through signed requests and AWS calls. What
 * a story asks for and the page does not offer at that moment is thrown.
 */
export function createHands(parts: HandsParts) {
  const { slack, cloud, account } = parts;
  const place = { account: account.id, region: account.region };
  const callerOf = (handle: string): Caller =>
    handle === 'pipeline' ? pipelineCaller(place) : ssoCaller({ ...place, email: personOf(handle).email });
  const dayOf = (moment: SampleMoment) => isoDay(new TZDate(momentOf(moment, parts.start), parts.start.timeZone));

  const run = async (operation: WriteOperation, input: Record<string, unknown>, caller: Caller) => {
    expectOk(await cloud.run(operation, input, caller), `${operation} ${input.NotebookInstanceName}`);
    await parts.idle();
    parts.settle();
    await parts.idle();
  };
  const launch = (notebook: Omit<SampleNotebook, 'at' | 'acts'>) =>
    run('CreateNotebookInstance', launchInput(notebook, parts), callerOf(notebook.by));

  const amid = async (who: string, what: string, deed: (seat: Seat) => Promise<Outcome>) => {
    const { id } = personOf(who);
    const seat = slack.seat(id);
    expectOk(await deed(seat), what);
    await parts.idle();
    for (let open = seat.modal(); open; open = seat.modal()) await slack.closeModal({ as: id, viewId: open.id });
  };
  const decide = (name: string, { who, ...act }: SampleAct) =>
    amid(who, `${who}: ${act.does} ${name}`, async (seat) => {
      const { wanted, conversation, fields } = howTo(act, dayOf);
      const where = await placeOf(seat, { name, wanted, conversation });
      const pressed = await seat.press(where.surface, { ...wanted, blockId: where.blockId });
      return fields && pressed.ok ? seat.submit(filled(seat, fields)) : pressed;
    });

  return {
    launch,
    /** Lets somebody do one step of a notebook's story. */
    act: async (notebook: SampleNotebook, act: SampleAct): Promise<void> => {
      const { name } = notebook;
      const caller = callerOf(act.who);
      const named = { NotebookInstanceName: name };
      switch (act.does) {
        case 'launch a replacement':
          return launch({ ...notebook, name: replacementOf(name), by: act.who, settings: 'good' });
        case 'delete':
          await run('StopNotebookInstance', named, caller);
          return run('DeleteNotebookInstance', named, caller);
        case 'fix root':
          await run('StopNotebookInstance', named, caller);
          await run('UpdateNotebookInstance', { ...named, RootAccess: 'Disabled' }, caller);
          return run('StartNotebookInstance', named, caller);
        default:
          return decide(name, act);
      }
    },
    /** Everybody opens every conversation. */
    readAll: (): void => {
      for (const { id } of localWorkspace.people) {
        for (const conversation of slack.snapshot(id).conversations) {
          slack.read({ as: id, conversation: conversation.id });
        }
      }
    },
  };
}

function personOf(handle: string): Person {
  const person = localWorkspace.people.find(({ name }) => name === handle);
  if (!person) throw new Error(`The sample knows no ${handle}`);
  return person;
}

function expectOk({ ok, error, errors }: Outcome, what: string): void {
  if (!ok) throw new Error(`The sample stopped at "${what}": ${error ?? JSON.stringify(errors)}`);
}

type Fields = Record<string, Record<string, unknown>>;

interface HowTo {
  /** What is pressed first. */
  wanted: Wanted & { actionId: string };
  /** Where the message is; their DM with the bot unless said. */
  conversation?: string;
  /** What is filled in the form that opens, by block id. */
  fields?: Fields;
}

/** Which element somebody presses for a deed, and what they fill in. */
function howTo(deed: SampleDeed, dayOf: (moment: SampleMoment) => string): HowTo {
  const words = (field: string, value: string): Fields => ({ [field]: { value } });
  const option = (value: string) => ({ selected_option: { value } });
  switch (deed.does) {
    case 'acknowledge':
      return { wanted: { actionId: ACTIONS.acknowledge } };
    case 'schedule':
      return {
        wanted: { actionId: ACTIONS.scheduleMigration },
        fields: { [FIELDS.date]: { selected_date: dayOf(deed.on) }, [FIELDS.files]: option(deed.files) },
      };
    case 'request':
      return {
        wanted: { actionId: ACTIONS.requestException },
        fields: {
          [FIELDS.category]: option(deed.why),
          ...words(FIELDS.reason, deed.words),
          ...words(FIELDS.control, deed.control ?? ''),
          [FIELDS.until]: option(UNTIL.date),
          [FIELDS.untilDate]: { selected_date: dayOf(deed.until) },
        },
      };
    case 'approve':
      return { wanted: { actionId: ACTIONS.approve }, conversation: SECURITY_CHANNEL };
    case 'approve shorter':
      return {
        wanted: { actionId: ACTIONS.approveShorter },
        conversation: SECURITY_CHANNEL,
        fields: { [FIELDS.date]: { selected_date: dayOf(deed.until) }, ...words(FIELDS.condition, deed.condition) },
      };
    case 'deny':
      return {
        wanted: { actionId: ACTIONS.deny },
        conversation: SECURITY_CHANNEL,
        fields: words(FIELDS.reason, deed.words),
      };
    case 'revoke':
      return {
        wanted: { actionId: ACTIONS.revoke },
        conversation: SECURITY_CHANNEL,
        fields: words(FIELDS.reason, deed.words),
      };
    case 'ask':
      return {
        wanted: { actionId: ACTIONS.menu, option: MENU.ask },
        conversation: SECURITY_CHANNEL,
        fields: words(FIELDS.question, deed.words),
      };
    case 'answer':
      return { wanted: { actionId: ACTIONS.answer }, fields: words(FIELDS.answer, deed.words) };
    case 'assign':
      return {
        wanted: { actionId: ACTIONS.assignOwner },
        conversation: SECURITY_CHANNEL,
        fields: { [FIELDS.person]: { selected_user: personOf(deed.to).id } },
      };
    default:
      throw new Error(`Nobody presses anything to ${deed.does}`);
  }
}

/** The newest message about the notebook with that element; without one, its finding view, opened by the command. */
async function placeOf(
  seat: Seat,
  { name, wanted, conversation }: { name: string; wanted: HowTo['wanted']; conversation?: string },
): Promise<{ surface: Surface; blockId?: string }> {
  const blockOf = (blocks: unknown[]) =>
    placedElements(blocks).find(
      ({ actionId, blockId }) => actionId === wanted.actionId && subjectOfBlockId(blockId)?.launch.name === name,
    )?.blockId;
  for (const message of seat.messages(conversation).toReversed()) {
    const blockId = blockOf(message.blocks);
    if (blockId) return { surface: message, blockId };
  }
  expectOk(await seat.type(`/notebook-audit show ${name}`), `show ${name}`);
  return { surface: 'modal', blockId: blockOf(seat.modal()?.blocks ?? []) };
}

/** What is typed and chosen, as Slack sends it: each field's own element says by which ids and of which type. */
function filled(seat: Seat, fields: Fields): Parameters<Seat['submit']>[0] {
  const placed = placedElements(seat.modal()?.blocks ?? []);
  return Object.fromEntries(
    placed.flatMap(({ element, blockId, actionId }) => {
      const value = fields[blockId];
      return value ? [[blockId, { [actionId]: { type: element.type, ...value } }]] : [];
    }),
  );
}

/** CreateNotebookInstance's own input: what the console offers by default, or what the policy wants. */
function launchInput(
  { name, by, settings, data = 'internal' }: Omit<SampleNotebook, 'at' | 'acts'>,
  { account, network }: HandsParts,
): Record<string, unknown> {
  const tags: Record<string, string> =
    by === 'pipeline' ? {} : { Owner: personOf(by).email, Team: personOf(by).team ?? '', DataSensitivity: data };
  return {
    NotebookInstanceName: name,
    InstanceType: 'ml.t3.medium',
    RoleArn: `arn:aws:iam::${account.id}:role/notebook-dev`,
    DirectInternetAccess: settings === 'open' ? 'Enabled' : 'Disabled',
    RootAccess: settings === 'good' ? 'Disabled' : 'Enabled',
    PlatformIdentifier: 'notebook-al2023-v1',
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' },
    ...(settings === 'open' || !network
      ? {}
      : { SubnetId: network.subnetId, SecurityGroupIds: network.securityGroupIds }),
    Tags: Object.entries({ ...tags, [SAMPLE_TAG.key]: SAMPLE_TAG.value }).map(([Key, Value]) => ({ Key, Value })),
  };
}
