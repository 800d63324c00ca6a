import type { Command, Finding, Refusal } from '../domain/finding';
import type { Launch } from '../domain/notebook';
import { transition } from '../domain/state-machine';
import type { MessagingServices } from '../services';

export type Changed =
  | { kind: 'changed'; finding: Finding }
  | { kind: 'unchanged' | 'refused'; finding: Finding; refusal?: Refusal }
  | { kind: 'not_found' }
  | { kind: 'forbidden'; finding: Finding };

const TRIES = 3;

/** Time for the change's messages to be sent where it was made; after that `remind` takes over. */
export const GRACE_MS = 60_000;

/**
 * Applies one command to a finding and saves it, unless the version changed meanwhile: then everything, permission
 * included, is judged again on the newer finding. Throws when it lost that race three times.
 */
export async function changeFinding(
  services: MessagingServices,
  launch: Launch,
  decide: (finding: Finding) => Command | null | Promise<Command | null>,
  now: Date,
): Promise<Changed> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const finding = await services.findings.get(launch);
    if (!finding) return { kind: 'not_found' };
    const result = await changeOnce(services, finding, await decide(finding), now);
    if (result) return result;
  }
  throw new Error(`${TRIES} times somebody else changed the finding of ${launch.name} first`);
}

/** Null when another writer was first. */
export async function changeOnce(
  services: MessagingServices,
  finding: Finding,
  command: Command | null,
  now: Date,
): Promise<Changed | null> {
  if (!command) return { kind: 'forbidden', finding };
  const result = transition(finding, command, { now: now.toISOString(), policy: services.policy });
  if (result.kind !== 'changed') return { ...result, finding };
  const saved = await services.findings.save(finding, result.finding, new Date(now.getTime() + GRACE_MS).toISOString());
  return saved ? result : null;
}
