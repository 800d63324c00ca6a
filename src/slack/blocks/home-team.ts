import type { KnownBlock } from '@slack/types';
import type { Hand, Home, HomePage, TeamOverview } from '../../domain/home';
import { launchId } from '../../domain/notebook';
import { fixWords, launchWords, standingWords } from './home-numbers';
import { homeRow, number, pager, someRows } from './home-rows';
import { tableByState } from './home-tables';
import { context, mention, name, section } from './text';
import type { BlockContext } from './wording';
import { helpChannel, policyLink } from './wording-network';

/** Lines of numbers; who leads more teams sees the first of them, and all teams' notebooks below. */
const MOST_TEAMS = 10;
const MOST_HANDS = 10;

/** What a lead sees of the teams they lead. */
export function teamPart(home: Extract<Home, { part: 'team' }>, blockContext: BlockContext): KnownBlock[] {
  const { overview, page, place } = home;
  const { policy } = blockContext;
  return [
    ...(overview ? overviewBlocks(overview, blockContext) : []),
    ...(page.rows.length > 0 && !(overview && showsAll(overview, page))
      ? [section('*All by date*'), ...page.rows.map((row) => homeRow('list', row, 'owner', blockContext))]
      : []),
    ...pager(place, page),
    context(
      `Numbers of the last 30 days · \`/notebook-audit report\` has more · ${policyLink(policy)} · Questions: ${helpChannel(policy)}`,
    ),
  ];
}

/** The whole list stands in the overview already. */
function showsAll({ needsDecision, promised, ending }: TeamOverview, { rows, next }: HomePage): boolean {
  const shown = new Set(
    [needsDecision, promised, ending].flatMap((some) => some.rows.map(({ launch }) => launchId(launch))),
  );
  return next === null && rows.every(({ launch }) => shown.has(launchId(launch)));
}

function overviewBlocks(overview: TeamOverview, blockContext: BlockContext): KnownBlock[] {
  const { standing, numbers, needsDecision, promised, ending, hands } = overview;
  const below = { about: 'owner' as const, rest: 'in the list below' };
  return [
    ...numbers.slice(0, MOST_TEAMS).map(teamNumbers),
    ...(numbers.length > MOST_TEAMS
      ? [context(`and ${number(numbers.length - MOST_TEAMS)} more teams; the lists below hold all of them`)]
      : []),
    ...(standing.total === 0 ? [section('*Nothing is open.* No notebook of the team needs a fix.')] : []),
    ...someRows('Needs you', 'needs', needsDecision, below, blockContext),
    ...someRows('This week', 'promised', promised, below, blockContext),
    ...someRows('Exceptions ending within 14 days', 'ending', ending, below, blockContext),
    ...handBlocks(hands),
    ...(standing.total > 0 ? [tableByState(standing)] : []),
  ];
}

function teamNumbers({ team, standing, kpis }: TeamOverview['numbers'][number]): KnownBlock {
  return section([`*Team ${name(team)}:* ${standingWords(standing)}`, launchWords(kpis), fixWords(kpis)].join(' · '));
}

/** The lead's own eyes only. */
function handBlocks(hands: Hand[]): KnownBlock[] {
  if (hands.length === 0) return [];
  const left = hands.length - MOST_HANDS;
  return [
    section(
      [
        '*Could use a hand*',
        ...hands.slice(0, MOST_HANDS).map(handWords),
        ...(left > 0 ? [`and ${number(left)} more`] : []),
      ].join('\n'),
    ),
    context('Only you see this.'),
  ];
}

function handWords({ userId, launches, untagged }: Hand): string {
  const reasons = [
    ...(launches > 0 ? [`${number(launches)} launches this month needed a fix`] : []),
    ...(untagged > 0 ? [`tags missing on ${untagged === 1 ? 'one notebook' : `${number(untagged)} notebooks`}`] : []),
  ];
  return `• ${mention(userId)}: ${reasons.join(', ')}`;
}
