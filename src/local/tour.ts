import type { Finding } from '../domain/finding';
import { isDayBeforeOrLater } from './grant-end';
import type { NotebookView, PageState } from './page-state';

const STEPS = [
  { id: 'launch', text: 'Launch a notebook' },
  { id: 'request', text: 'Read the card, request an exception' },
  { id: 'approve', text: 'Be security: approve it shorter' },
  { id: 'clock', text: 'Move the clock to the day before it ends' },
  { id: 'replace', text: 'Be the developer: run the corrected launch, delete the old one' },
  { id: 'resolve', text: 'Watch it resolve with evidence' },
] as const;

type StepId = (typeof STEPS)[number]['id'];

/** What is true now, from the findings table, AWS and the clock. */
export interface TourFacts {
  findings: Finding[];
  notebooks: NotebookView[];
  /** Names of the notebooks that were there from the start. */
  seeded: string[];
  now: Date;
  /** The company's time zone: the day before an end is one of its calendar days. */
  timeZone: string;
  clockMoved: boolean;
}

/** Six steps that tick themselves when the thing happened; a tick stays although later facts hide it. */
export function createTour() {
  const done = new Set<StepId>();
  /** When each grant ever seen ends: one that has ended is on its finding no more. */
  const ends = new Map<string, string>();
  return {
    /** Looks at the facts and answers the steps. */
    update: (facts: TourFacts): PageState['tour'] => {
      for (const { grant } of facts.findings) if (grant) ends.set(grant.requestId, grant.until);
      const nearEnd = [...ends.values()].some((end) => isDayBeforeOrLater(facts.now, end, facts.timeZone));
      if (facts.clockMoved && nearEnd) done.add('clock');
      for (const id of happened(facts)) done.add(id);
      return STEPS.map((step) => ({ ...step, done: done.has(step.id) }));
    },
    reset: () => {
      done.clear();
      ends.clear();
    },
  };
}

export type Tour = ReturnType<typeof createTour>;

function happened({ findings, notebooks, seeded }: TourFacts): StepId[] {
  const launched = notebooks.filter(({ name }) => !seeded.includes(name));
  const requested = findings.filter(({ request, closedRequests }) => request !== null || closedRequests.length > 0);
  const shortened = findings.filter(isShortened);
  const replaced = requested.filter((finding) => !isThere(finding, notebooks));
  const hasReplacement = launched.some(({ directInternetAccess }) => directInternetAccess === 'Disabled');
  const steps: [StepId, boolean][] = [
    ['launch', launched.length > 0 || findings.length > 0],
    ['request', requested.length > 0],
    ['approve', shortened.length > 0],
    ['replace', hasReplacement && replaced.length > 0],
    ['resolve', requested.some(({ status }) => status === 'resolved')],
  ];
  return steps.flatMap(([id, isTrue]) => (isTrue ? [id] : []));
}

/** The grant ends before the date that was asked for. */
function isShortened({ grant, closedRequests }: Finding): boolean {
  const asked = closedRequests.find(({ id }) => id === grant?.requestId);
  return grant !== null && asked !== undefined && grant.until < asked.until;
}

/** The very launch still exists: a new notebook of the same name is another one. */
const isThere = ({ launch }: Finding, notebooks: NotebookView[]) =>
  notebooks.some(
    ({ name, status, createdAt }) =>
      name.toLowerCase() === launch.name &&
      status !== 'Deleting' &&
      createdAt.slice(0, 19) === launch.createdAt.slice(0, 19),
  );
