import { randomUUID } from 'node:crypto';
import type { App } from '@slack/bolt';
import { type CommandLine, readCommandLine } from '../../domain/command-line';
import { EVERYTHING, type ListFilter } from '../../domain/list-filter';
import { type Scope, scopeOf } from '../../workflows/scope';
import { standOf } from '../../workflows/stand';
import type { MessageContent } from '../blocks/card-parts';
import { commandFailed, commandTooSlow, noPower, scopeUnknown, tooMuchToCount } from '../blocks/command-answers';
import { glance } from '../blocks/glance';
import { guardrailAnswer } from '../blocks/guardrail-answer';
import { helpAnswer, misreadText } from '../blocks/help';
import { policyAnswer } from '../blocks/policy-answer';
import { readCommand, type TypedCommand } from '../payloads';
import { asError, contextAt, type Desk, within } from './answer';
import { exportAnswer, ownerAnswer, reportAnswer, scanAnswer } from './command-jobs';
import { knownFilter } from './known-places';
import { listAll } from './lists';
import { show } from './show';

/** Of Slack's three seconds: the way here and back takes some, too. */
const ANSWER_WITHIN_MS = 2500;

/** What is left for counting once the scope is known. */
const COUNT_WITHIN_MS = 2000;

type Answer = string | MessageContent;

/** `/notebook-audit`: everything that can be typed. */
export function registerCommands(app: App, services: Desk['services'], logger: Desk['logger']): void {
  const desk = { services, logger };
  app.command('/notebook-audit', async ({ ack, body }) => {
    const typed = readCommand(body);
    if (!typed) throw new Error('the slash command cannot be read');
    await ack(await answerInTime(desk, typed, new Date()));
  });
}

/** An answer while Slack waits for one, whatever happens meanwhile. */
async function answerInTime(desk: Desk, typed: TypedCommand, now: Date): Promise<Answer | undefined> {
  const { policy } = desk.services;
  const line = readCommandLine(typed.text);
  const answering = answerTo(desk, { typed, line }, now).catch((error: unknown) => {
    const reference = randomUUID().slice(0, 8);
    desk.logger.error('a command failed', { error: asError(error), reference });
    return commandFailed({ reference, isStart: STARTS.includes(line.kind) }, policy);
  });
  const inTime = await within(
    ANSWER_WITHIN_MS,
    answering.then((answer) => ({ answer })),
  );
  return inTime ? inTime.answer : commandTooSlow(policy);
}

/** What these begin may have begun although the answer failed. */
const STARTS: CommandLine['kind'][] = ['scan', 'report', 'export', 'owner'];

/** The ephemeral answer; undefined when a view was opened instead. */
async function answerTo(
  desk: Desk,
  { typed, line }: { typed: TypedCommand; line: CommandLine },
  now: Date,
): Promise<Answer | undefined> {
  if (line.kind === 'misread') return misreadText(line.misread);
  if (line.kind === 'policy') return policyAnswer(desk.services.policy);
  let scope: Scope;
  try {
    scope = await scopeOf(desk.services, typed.userId);
  } catch (error) {
    desk.logger.error('Slack did not say what a person may see', { error: asError(error) });
    return scopeUnknown(desk.services.policy);
  }
  return answerInScope(desk, { typed, line, scope }, now);
}

interface Request {
  typed: TypedCommand;
  line: Exclude<CommandLine, { kind: 'misread' | 'policy' }>;
  scope: Scope;
}

async function answerInScope(desk: Desk, { typed, line, scope }: Request, now: Date): Promise<Answer | undefined> {
  const { services } = desk;
  const hasPower = scope.isSecurity || scope.teams.length > 0;
  switch (line.kind) {
    case 'glance': {
      const stand = await within(COUNT_WITHIN_MS, standOf(services, scope, now));
      return stand ? glance({ ...stand, ...scope }, contextAt(services, now)) : tooMuchToCount();
    }
    case 'help':
      return helpAnswer({ hasPower }, services.policy);
    case 'guardrail':
      return hasPower ? guardrailAnswer(services.policy) : noPower('guardrail');
    case 'list': {
      const known = await knownFilter(services, line.filter);
      return 'refusal' in known ? known.refusal : listAll(services, scope, known.filter, now);
    }
    case 'exceptions': {
      const filter: ListFilter = { ...EVERYTHING, exceptions: line.state };
      return listAll(services, scope, filter, now);
    }
    case 'show':
      return show(desk, { scope, asked: line, triggerId: typed.triggerId }, now);
    case 'report':
      return reportAnswer(services, scope, line);
    case 'export':
      return exportAnswer(services, scope);
    case 'scan':
      return hasPower ? scanAnswer(services, scope, line, now) : noPower('scan');
    case 'owner':
      return hasPower ? ownerAnswer(desk, scope, line, now) : noPower('owner');
  }
}
