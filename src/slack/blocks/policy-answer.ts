import type { KnownBlock } from '@slack/types';
import { genericLaunch } from '../../domain/corrected-launch';
import { enabledRules, type RuleId, type Severity } from '../../domain/policy';
import type { Network, Policy } from '../../domain/policy-file';
import { commands, type MessageContent } from './card-parts';
import { capitalised, context, header, name, section, sentenceList, shortened } from './text';
import { accountName, approverGroup, fixedWords, place, severityWord } from './wording';
import { helpChannel, link, networkWords } from './wording-network';
import { riskOf } from './wording-risks';

const TITLE = 'The notebook policy';

/** Kinds of networks that are shown; the usual company has one or two. */
const MOST_KINDS = 6;

/** Characters of the places of one kind. */
const LONGEST_PLACES = 900;

/** One with dozens of required tags would leave no room for the rest; a card has it, in a view of its own. */
const LONGEST_COMMAND = 4000;

/** `/notebook-audit policy`: the standard in plain words, why, how exceptions are decided, and the approved ways out. */
export function policyAnswer(policy: Policy): MessageContent {
  const rules = enabledRules(policy);
  const intro = `What is asked of every SageMaker notebook, and how long a fix may take. I look and tell; I stop and delete nothing.`;
  return {
    text: `${TITLE}. ${intro} ${days(rules.length, 'rule')}, longest policy exception ${longest(policy)}. Questions: ${helpChannel(policy)}`,
    blocks: [
      header(TITLE),
      section(`${intro} ${link(policy.policy_url, 'The policy in full')}`),
      ...rules.map(({ id, severity }) => ruleBlock(policy, id, severity)),
      ...sensitiveNote(policy),
      header('Policy exceptions'),
      section(exceptionWords(policy)),
      header('What works without direct internet access'),
      section(WAYS_OUT),
      ...networkBlocks(policy),
      context(`Something else? ${helpChannel(policy)} helps with networks and packages.`),
    ],
  };
}

function ruleBlock(policy: Policy, rule: RuleId, severity: Severity): KnownBlock {
  const time = days(policy.deadlines[severity], severity === 'critical' ? 'business day' : 'day');
  return section(
    `*${capitalised(fixedWords(rule))}.* ${severityWord(severity)}, to be fixed within ${time}.${details(policy, rule)}\n${riskOf(rule)}`,
  );
}

/** What the policy asks for by name, mrkdwn. */
function details(policy: Policy, rule: RuleId): string {
  if (rule === 'notebook-required-tags') {
    const tags = Object.entries(policy.required_tags).map(([tag, allowed]) =>
      allowed.length > 0 ? `${name(tag)} (${allowed.map((value) => name(value)).join(', ')})` : name(tag),
    );
    return tags.length > 0 ? ` Tags: ${shortened(tags.join(', '), 1500)}.` : '';
  }
  if (rule === 'notebook-supported-platform') {
    return ` Supported: ${shortened(policy.supported_platforms.map((platform) => name(platform)).join(', '), 500)}.`;
  }
  return '';
}

function sensitiveNote(policy: Policy): KnownBlock[] {
  const { sensitive } = policy.data_sensitivity;
  const tag = name(policy.tags.data_sensitivity);
  return [
    context(
      [
        ...(sensitive.length > 0
          ? [
              `Network rules weigh one step more for ${sentenceList(sensitive.map((level) => name(level)))} data; without the tag *${tag}* the strictest level counts.`,
            ]
          : []),
        `Notebooks that were there before this bot have ${days(policy.existing_notebooks.deadline_days, 'day')}.`,
      ].join(' '),
    ),
  ];
}

function exceptionWords(policy: Policy): string {
  const { quorum, answer_within_business_days } = policy.security;
  return [
    `When a rule cannot be kept for a while, *Request Exception* on the notebook's card asks for a policy exception, with a reason and an end date.`,
    `*Longest:* ${longest(policy)}.`,
    `*Who decides:* ${approverGroup(policy)}, never the requester; ${byLevel(quorum, (count) => (count === 1 ? 'one person' : `${count} people`))}.`,
    `An answer is due within ${days(answer_within_business_days, 'business day')}; until then the fix date waits.`,
  ].join(' ');
}

function longest({ policy_exceptions }: Policy): string {
  return byLevel(policy_exceptions.max_days, (count) => days(count, 'day'));
}

/** `30 days (7 days for confidential and restricted data)` */
function byLevel(values: Record<string, number>, words: (value: number) => string): string {
  const { default: usual = 1, ...levels } = values;
  const others = [...new Set(Object.values(levels))].filter((value) => value !== usual);
  const parts = others.map((value) => {
    const same = Object.keys(levels).filter((level) => levels[level] === value);
    return `${words(value)} for ${sentenceList(same.map((level) => name(level)))} data`;
  });
  return parts.length > 0 ? `${words(usual)} (${parts.join('; ')})` : words(usual);
}

function days(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const WAYS_OUT = [
  '• *Packages:* pip and conda install from a mirror inside the network, such as CodeArtifact.',
  '• *Data in S3, and AWS itself:* through VPC endpoints, which no internet is needed for.',
  '• *Other sites and third-party APIs:* through NAT, where traffic can be seen and filtered.',
].join('\n');

function networkBlocks(policy: Policy): KnownBlock[] {
  const [first] = policy.networks;
  if (!first) {
    return [
      section('*There is no approved network yet*, so there is nothing to relaunch into, and fix dates for it wait.'),
    ];
  }
  const kinds = networkKinds(policy.networks);
  const more = kinds.slice(MOST_KINDS).flatMap(([, networks]) => networks).length;
  return [
    section('*Approved networks*, as stated in policy:'),
    ...kinds.slice(0, MOST_KINDS).map(([words, networks]) => section(`${words}\n${placesOf(policy, networks)}`)),
    ...(more > 0 ? [context(`and ${more} more, in ${link(policy.policy_url, 'the policy')}`)] : []),
    ...readyCommand(policy, first),
  ];
}

function readyCommand(policy: Policy, network: Network): KnownBlock[] {
  const launch = genericLaunch(policy, network);
  if (!launch || launch.length > LONGEST_COMMAND) return [];
  return [section(`*Ready command* for ${place(policy, network)}; fill in the parts in ‹ ›:`), commands(launch)];
}

/** Networks with the same ways out, the most frequent first. */
function networkKinds(networks: Network[]): [words: string, networks: Network[]][] {
  const kinds = new Map<string, Network[]>();
  for (const network of networks) {
    const words = capitalised(networkWords(network));
    kinds.set(words, [...(kinds.get(words) ?? []), network]);
  }
  return [...kinds].sort(([, one], [, other]) => other.length - one.length);
}

function placesOf(policy: Policy, networks: Network[]): string {
  const places = networks.map(({ account, region }) => `${name(accountName(policy, account))} / ${region}`);
  return shortened([...new Set(places)].join(' · '), LONGEST_PLACES);
}
