import type { Finding } from '../domain/finding';
import type { Notebook, Target } from '../domain/notebook';
import { audit, sensitivityOf } from '../domain/policy';
import { targetsAt } from '../domain/targets';
import type { Services } from '../services';
import { type Audited, auditNotebook, checkAgain } from './audit-notebook';
import { findOwner } from './find-owner';
import { isInScope, type Scope } from './scope';

/** What somebody asked to see: a reference or a name, and where it is, when they say so. */
export interface Asked {
  asked: string;
  /** An account's id, or its name in the policy. */
  account: string | null;
  region: string | null;
}

/**
 * `good`: notebooks that need nothing and have no finding. `unknown`: none that the person may see, whether it exists or
 * not; `unchecked` says that not everywhere was looked.
 */
export type FoundNotebook =
  | { kind: 'findings'; findings: Finding[] }
  | { kind: 'good'; notebooks: Notebook[] }
  | { kind: 'unknown'; unchecked: boolean };

const REFERENCE = /^NB-[0-9A-Z]{4}$/i;

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html */
const NAME = /^[a-z0-9](-*[a-z0-9]){0,62}$/i;

/** Places that are looked at for a name of which nothing is stored: more do not answer in a command's three seconds. */
const MOST_LOOKS = 16;

/**
 * The findings that are meant, as far as the person may see them: all with that reference, or the newest launch of the
 * name in each account and region. Where nothing is stored AWS is asked, since good notebooks leave no finding.
 */
export async function findNotebook(services: Services, scope: Scope, asked: Asked, now: Date): Promise<FoundNotebook> {
  if (REFERENCE.test(asked.asked)) {
    const launches = await services.findings.byReference(asked.asked.toUpperCase());
    const read = await Promise.all(launches.map((launch) => services.findings.get(launch)));
    const findings = read.filter((finding) => finding !== null).filter((finding) => isInScope(scope, finding));
    return findings.length > 0 ? { kind: 'findings', findings } : { kind: 'unknown', unchecked: false };
  }
  if (!NAME.test(asked.asked)) return { kind: 'unknown', unchecked: false };
  const targets = targetsAt(services.policy, await services.notebooks.home(), asked);
  const known = await services.findings.ofName(targets, asked.asked);
  const findings = known.filter((finding) => isInScope(scope, finding));
  if (findings.length > 0) return { kind: 'findings', findings };
  if (targets.length > MOST_LOOKS) return { kind: 'unknown', unchecked: true };
  return lookEverywhere(services, scope, { name: asked.asked, targets, known }, now);
}

async function lookEverywhere(
  services: Services,
  scope: Scope,
  { name, targets, known }: { name: string; targets: Target[]; known: Finding[] },
  now: Date,
): Promise<FoundNotebook> {
  const looks = await Promise.allSettled(targets.map((target) => services.notebooks.look(target, name)));
  const answers = looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []));
  const unchecked = answers.length < looks.length || answers.some(({ kind }) => kind === 'unknown');
  const seen = answers.flatMap((answer) => (answer.kind === 'found' ? [answer.notebook] : []));
  // A launch with a finding belongs to whom the finding says, whatever its tags say.
  const unclaimed = seen.filter(
    (notebook) => !known.some(({ launch }) => isSame(launch, notebook) && launch.createdAt === notebook.createdAt),
  );
  const judged = await Promise.all(
    unclaimed.map(async (notebook) => {
      const { owner, team } = await findOwner(services, { notebook, caller: null, now });
      return isInScope(scope, { owner, team }) ? [notebook] : [];
    }),
  );
  const visible = judged.flat();
  if (visible.length === 0) return { kind: 'unknown', unchecked };
  const failing = visible.filter((notebook) => needsSomething(services, notebook));
  if (failing.length === 0) return { kind: 'good', notebooks: visible };
  // No event told of it yet, so that this look is the first.
  const opened = await Promise.all(
    failing.map(({ account, region, name: exact }) =>
      auditNotebook(services, { account, region, name: exact, caller: null, launched: false }, now),
    ),
  );
  const findings = opened.flatMap((audited) =>
    audited.kind === 'finding' && isInScope(scope, audited.finding) ? [audited.finding] : [],
  );
  return findings.length > 0 ? { kind: 'findings', findings } : { kind: 'unknown', unchecked };
}

function isSame(one: Target, other: Target): boolean {
  return one.account === other.account && one.region === other.region;
}

function needsSomething({ policy }: Services, notebook: Notebook): boolean {
  return audit(notebook, policy, sensitivityOf(notebook, policy)).length > 0;
}

/** What a look at the notebook of a finding saw, and the finding as it is afterwards. */
export interface Looked {
  finding: Finding;
  audited: Audited;
}

/** Looks now. When the name was launched anew meanwhile, the finding of the new launch is shown to who may see it. */
export async function lookNow(services: Services, scope: Scope, finding: Finding, now: Date): Promise<Looked> {
  const audited = await checkAgain(services, finding.launch, finding.notebook.name, now);
  if (audited.kind === 'finding' && isInScope(scope, audited.finding)) return { finding: audited.finding, audited };
  return { finding: (await services.findings.get(finding.launch)) ?? finding, audited };
}
