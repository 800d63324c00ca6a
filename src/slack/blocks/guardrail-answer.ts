import type { KnownBlock } from '@slack/types';
import { guardedRules, guardrail, LONGEST_POLICY, policyJson, type ServiceControlPolicy } from '../../domain/guardrail';
import type { Policy } from '../../domain/policy-file';
import { commands, type MessageContent } from './card-parts';
import { context, header, name, section } from './text';
import { ruleName, ruleNames } from './wording';

const TITLE = 'A guardrail from your policy';

const LIMITS =
  'It does not bind the management account, and changes no notebook that exists. Try it on a sandbox OU first.';

/** Slack documents no limit for all blocks together, but refuses about 13,000 characters (`msg_blocks_too_long`). */
const LONGEST_SHOWN = 10_000;

/**
 * `/notebook-audit guardrail`: the service control policy that makes AWS refuse what the rules would find, what it does
 * and does not do, and how to attach it. `exemptPrincipalTag` as in `guardrail`.
 */
export function guardrailAnswer(policy: Policy, exemptPrincipalTag?: string): MessageContent {
  const made = guardrail(policy, exemptPrincipalTag);
  if (!made.ok) return sentence(`*${tooBig(made)}* ${SHORTEN}`);
  if (made.policies.length === 0)
    return sentence('*There is nothing to generate.* No rule is on that IAM can express.');
  const what = whatItDoes(policy);
  return {
    text: `${TITLE}, a service control policy. ${what} ${LIMITS}`,
    blocks: [
      header(TITLE),
      section(`This is a service control policy. ${what} *${LIMITS}*`),
      ...policyBlocks(made.policies),
      section('*To attach it*, save the JSON as a file and run this in the management account:'),
      commands(made.policies.map((_policy, index) => attachCommands(fileName(made.policies, index))).join('\n')),
      ...(exemptPrincipalTag ? [section(exemptionWords(exemptPrincipalTag))] : []),
      context(
        'Not in it: the platform and idle shutdown, for which IAM has no usable condition; and who removes tags later. For those, and for all that is there already, I keep looking.',
      ),
    ],
  };
}

const SHORTEN =
  'Shorten that list, or switch the rule off for the guardrail only: `notebook-audit guardrail --policy` takes another file.';

const MOST_ATTACHED = 'AWS takes at most 5 on one OU or account, the one that allows everything among them.';

function tooBig({ part, size }: { part: string; size: number }): string {
  return `There are too many ${name(part)} for a service control policy: ${size} of at most ${LONGEST_POLICY} characters.`;
}

function sentence(text: string): MessageContent {
  return { text, blocks: [section(text)] };
}

function whatItDoes(policy: Policy): string {
  const rules = guardedRules(policy);
  const updates = rules.filter(
    (rule) => rule === 'notebook-root-access-disabled' || rule === 'notebook-imdsv2-required',
  );
  const onUpdate = updates.length > 0 ? `, and an update that switches on ${updates.map(ruleName).join(' or ')}` : '';
  return `Attached to an OU, it makes AWS refuse a launch with any of these: ${ruleNames(rules)}${onUpdate}.`;
}

function policyBlocks(policies: ServiceControlPolicy[]): KnownBlock[] {
  const texts = policies.map(legible);
  if (texts.join('').length > LONGEST_SHOWN) {
    return [
      section(
        `It takes ${policies.length} policies, too long for Slack: \`notebook-audit guardrail\` prints them. ${MOST_ATTACHED}`,
      ),
    ];
  }
  if (texts.length === 1) return texts.map(commands);
  return [
    section(`It takes ${policies.length} policies, which belong together. ${MOST_ATTACHED}`),
    ...texts.flatMap((text, index) => [context(fileName(policies, index)), commands(text)]),
  ];
}

/** A statement a line. AWS counts these few line breaks too, so where they are too many they are left out. */
function legible(policy: ServiceControlPolicy): string {
  const statements = policy.Statement.map((statement) => JSON.stringify(statement)).join(',\n');
  const text = `{"Version":"${policy.Version}","Statement":[\n${statements}\n]}`;
  return Buffer.byteLength(text) > LONGEST_POLICY ? policyJson(policy) : text;
}

function fileName(policies: ServiceControlPolicy[], index: number): string {
  return policies.length === 1 ? 'notebook-guardrail.json' : `notebook-guardrail-${index + 1}.json`;
}

function attachCommands(file: string): string {
  return [
    'aws organizations create-policy --type SERVICE_CONTROL_POLICY \\',
    `  --name ${file.replace('.json', '')} --description 'SageMaker notebooks' --content file://${file}`,
    "aws organizations attach-policy --policy-id '‹id from above›' --target-id '‹sandbox OU›'",
  ].join('\n');
}

function exemptionWords(tag: string): string {
  const tagged = (value: string) => `*${name(tag)} = ${value}*`;
  return [
    `*Exempt:* principals with the IAM tag ${tagged('true')}. Whoever can set that tag can leave the guardrail, so the first`,
    `statement lets only principals with ${tagged('admin')} set it. Tag that role before you attach the policy, check who may`,
    'assume exempt roles, and remove the tag when the policy exception ends: AWS does not know its date.',
  ].join(' ');
}
