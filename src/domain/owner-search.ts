import type { Notebook } from './notebook';
import type { CallerIdentity } from './notebook-event';
import type { Policy } from './policy-file';

const EMAIL = /^[^\s@<>|]+@[^\s@<>|]+\.[^\s@<>|]+$/;

/** One rung of the owner ladder: where to look, and for what. */
export type Rung =
  | { kind: 'tag'; seen: string }
  | { kind: 'email_tag'; seen: string }
  | { kind: 'caller'; seen: string }
  | { kind: 'team'; seen: string }
  | { kind: 'account'; seen: string; userId: string };

/** The rungs that this notebook offers, best first. */
export function ownerRungs(notebook: Notebook, caller: CallerIdentity | null, policy: Policy): Rung[] {
  const owner = notebook.tags[policy.tags.owner]?.trim();
  const team = notebook.tags[policy.tags.team]?.trim();
  const contact = policy.accounts[notebook.account]?.contact;
  return [
    ...(owner ? [{ kind: 'tag' as const, seen: owner }] : []),
    ...(owner && isEmail(owner) ? [{ kind: 'email_tag' as const, seen: owner }] : []),
    ...(caller && isPerson(caller, policy) ? [{ kind: 'caller' as const, seen: caller.name }] : []),
    ...(team ? [{ kind: 'team' as const, seen: team }] : []),
    ...(contact ? [{ kind: 'account' as const, seen: notebook.account, userId: contact }] : []),
  ];
}

export function isEmail(text: string): boolean {
  return EMAIL.test(text);
}

/** Stands for a caller whom CloudTrail does not name. */
export const UNNAMED_CALLER: CallerIdentity = { name: 'an AWS service or the root user' };

/** False for pipelines and services, which `ignored_callers` of the policy names. */
export function isPerson(caller: CallerIdentity, policy: Policy): boolean {
  if (caller.name === UNNAMED_CALLER.name) return false;
  const names = [caller.name, ...(caller.role ? [caller.role] : [])];
  return !policy.ignored_callers.some((pattern) => names.some((name) => wildcard(pattern).test(name)));
}

function wildcard(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}

/** What became of the rungs that were tried: nobody is known there, or whoever is has left. */
export type Tried = Partial<Record<Rung['kind'], 'unknown' | 'left'>>;

/** Where we looked and what was there, in words, so that people can see why no owner was found. */
export function searchReport(
  notebook: Notebook,
  caller: CallerIdentity | null,
  policy: Policy,
  tried: Tried,
): { source: string; found: string }[] {
  const owner = notebook.tags[policy.tags.owner]?.trim();
  const team = notebook.tags[policy.tags.team]?.trim();
  const left = (...kinds: Rung['kind'][]) => kinds.some((kind) => tried[kind] === 'left');
  return [
    {
      source: `${policy.tags.owner} tag`,
      found: owner ? `${owner}: ${left('tag', 'email_tag') ? 'left the company' : 'nobody known'}` : 'missing',
    },
    { source: 'launcher', found: callerFound(caller, policy, left('caller')) },
    {
      source: `${policy.tags.team} tag`,
      found: team ? `${team}: ${left('team') ? 'lead left' : 'no lead set'}` : 'missing',
    },
    { source: 'account contact', found: left('account') ? 'left the company' : 'not set' },
  ];
}

function callerFound(caller: CallerIdentity | null, policy: Policy, hasLeft: boolean): string {
  if (!caller) return 'not known';
  if (caller.name === UNNAMED_CALLER.name) return caller.name;
  if (!isPerson(caller, policy)) return `${caller.name}, a pipeline`;
  return `${caller.name}: ${hasLeft ? 'left the company' : 'nobody known'}`;
}
