import type { App } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { nearest } from '../../domain/nearest';
import type { Launch } from '../../domain/notebook';
import type { Services } from '../../services';
import { mayAct } from '../../workflows/decide';
import { atAGlance, summaryRow } from '../blocks/glance';
import { findingView } from '../blocks/modals/finding-view';
import { unknownNotebook } from '../blocks/refusals';
import { escaped, section } from '../blocks/text';
import { helpChannel } from '../blocks/wording-network';
import { readCommand, type TypedCommand } from '../payloads';
import { contextAt } from './answer';

/** `/notebook-audit`: where things stand, `help` and `show`. */
export function registerCommands(app: App, services: Services): void {
  app.command('/notebook-audit', async ({ ack, body }) => {
    const typed = readCommand(body);
    if (!typed) throw new Error('the slash command cannot be read');
    await ack(await answerTo(services, typed, new Date()));
  });
}

/** The ephemeral answer; undefined when a view was opened instead. */
async function answerTo(services: Services, typed: TypedCommand, now: Date): Promise<Answer | undefined> {
  const [word = '', ...rest] = typed.text.split(/\s+/);
  switch (word.toLowerCase()) {
    case '':
      return glance(services, typed.userId, now);
    case 'help':
      return help(services);
    case 'show':
      return show(services, typed, rest.join(' '), now);
    default:
      return unknownCommand(word);
  }
}

const COMMANDS = ['show', 'help'];

function unknownCommand(word: string): string {
  const guess = nearest(word.slice(0, 40), COMMANDS);
  const meant = guess ? ` Did you mean \`${guess}\`?` : '';
  return `No command \`${escaped(word, 40).replaceAll('`', '')}\`.${meant} All commands: \`/notebook-audit help\``;
}

type Answer = string | { text: string; blocks: KnownBlock[] };

/** Rows an answer shows; App Home has them all. */
const MOST_ROWS = 8;

async function glance(services: Services, userId: string, now: Date): Promise<Answer> {
  const owned = await services.findings.ownedBy(userId);
  const text = atAGlance(owned);
  const rows = owned.slice(0, MOST_ROWS).map((summary) => summaryRow(summary, contextAt(services, now)));
  return { text, blocks: [section(text), ...rows] };
}

function help({ policy }: Services): string {
  return [
    '*Notebook Audit* helps keep SageMaker notebooks on the company network. I look at settings, never inside, and change nothing by myself.',
    '`/notebook-audit` where your notebooks stand, and what is next',
    '`/notebook-audit show NB-7F3K` one notebook and its buttons, by the reference on its card; or by the name of a notebook of yours',
    `Help from people: ${helpChannel(policy)}`,
  ].join('\n');
}

/** By reference, or by name among the caller's own. The same words whether it does not exist or is not theirs to see. */
async function show(services: Services, typed: TypedCommand, asked: string, now: Date): Promise<string | undefined> {
  if (asked === '')
    return 'Which one? `/notebook-audit show NB-7F3K`, by the reference on its card, or by the name of a notebook of yours.';
  const launches = await launchesOf(services, typed.userId, asked);
  const findings = await Promise.all(launches.map((launch) => services.findings.get(launch)));
  for (const finding of findings) {
    if (!finding || !(await mayAct(services, typed.userId, finding))) continue;
    await services.slack((client) =>
      client.views.open({
        trigger_id: typed.triggerId,
        view: findingView(finding, contextAt(services, now), typed.userId),
      }),
    );
    return undefined;
  }
  return unknownNotebook(asked);
}

async function launchesOf(services: Services, userId: string, asked: string): Promise<Launch[]> {
  if (/^NB-[0-9A-Z]{4}$/i.test(asked)) return services.findings.byReference(asked.toUpperCase());
  const owned = await services.findings.ownedBy(userId);
  return owned.filter(({ name }) => name.toLowerCase() === asked.toLowerCase()).map(({ launch }) => launch);
}
