import type { ExceptionCategory, FilePlan } from '../../domain/finding';
import type { SampleMoment } from './moments';

/** What is wrong with a launch: the default of the console, root access alone, or nothing. */
export type SampleSettings = 'open' | 'root' | 'good';

/** One step of a notebook's story. Who: a handle of the local workspace. */
export type SampleAct = { at: SampleMoment; who: string } & SampleDeed;

export type SampleDeed =
  | { does: 'acknowledge' | 'approve' | 'fix root' | 'launch a replacement' | 'delete' }
  | { does: 'schedule'; on: SampleMoment; files: FilePlan }
  | { does: 'request'; until: SampleMoment; why: ExceptionCategory; words: string; control?: string }
  | { does: 'approve shorter'; until: SampleMoment; condition: string }
  | { does: 'deny' | 'revoke' | 'ask' | 'answer'; words: string }
  | { does: 'assign'; to: string };

export interface SampleNotebook {
  name: string;
  /** A handle, or `pipeline`: a role launches it without any tag. */
  by: string;
  at: SampleMoment;
  settings: SampleSettings;
  /** `internal` unless said. */
  data?: 'internal' | 'confidential';
  acts?: SampleAct[];
}

export const SAMPLE_WEEKS = 12;

/** Where the clock stands at the end: Monday morning, after the digest and the day's reminders. */
export const SAMPLE_END: SampleMoment = '13 Mon 10:30';

/** Twelve weeks of two teams: what they launch, and what becomes of it. */
export const STORY: SampleNotebook[] = [
  {
    name: 'basket-eda',
    by: 'dana',
    at: '1 Mon 11:10',
    settings: 'open',
    acts: [
      { at: '1 Mon 11:25', who: 'dana', does: 'acknowledge' },
      { at: '1 Tue 10:00', who: 'dana', does: 'launch a replacement' },
      { at: '1 Tue 15:30', who: 'dana', does: 'delete' },
    ],
  },
  {
    name: 'query-logs',
    by: 'tomas',
    at: '1 Wed 9:40',
    settings: 'open',
    acts: [
      { at: '1 Wed 16:05', who: 'tomas', does: 'schedule', on: '2 Tue 17:00', files: 'backup' },
      { at: '2 Tue 14:00', who: 'tomas', does: 'delete' },
    ],
  },
  { name: 'rank-eval', by: 'yuki', at: '1 Thu 4:10', settings: 'good' },
  {
    name: 'geo-tiles',
    by: 'ravi',
    at: '2 Mon 8:30',
    settings: 'open',
    acts: [
      {
        at: '2 Mon 9:15',
        who: 'ravi',
        does: 'request',
        until: '4 Mon 17:00',
        why: 'third_party_api',
        words: 'The tile server of our map vendor answers to public addresses only; they promised a private one.',
        control: 'Only public map data are in this notebook.',
      },
      { at: '2 Tue 10:40', who: 'sami', does: 'approve' },
      { at: '4 Wed 9:00', who: 'ravi', does: 'schedule', on: '4 Fri 17:00', files: 'safe_elsewhere' },
      { at: '4 Fri 9:30', who: 'ravi', does: 'launch a replacement' },
      { at: '4 Fri 12:10', who: 'ravi', does: 'delete' },
    ],
  },
  {
    name: 'uplift-model',
    by: 'amara',
    at: '2 Tue 17:20',
    settings: 'open',
    acts: [
      { at: '3 Wed 10:30', who: 'lena', does: 'schedule', on: '3 Fri 17:00', files: 'backup' },
      { at: '3 Fri 16:00', who: 'amara', does: 'delete' },
    ],
  },
  { name: 'price-watch', by: 'noor', at: '2 Fri 13:00', settings: 'good' },
  {
    name: 'entity-links',
    by: 'tomas',
    at: '3 Mon 10:10',
    settings: 'open',
    acts: [
      {
        at: '3 Mon 10:45',
        who: 'tomas',
        does: 'request',
        until: '5 Mon 17:00',
        why: 'packages',
        words: 'I need three packages from PyPI to link entities, and I am used to pip without a proxy.',
      },
      {
        at: '3 Tue 11:30',
        who: 'mina',
        does: 'deny',
        words: 'All three are in the mirror, which works in the approved network without any setting.',
      },
      { at: '3 Wed 9:20', who: 'tomas', does: 'schedule', on: '4 Fri 17:00', files: 'safe_elsewhere' },
      { at: '4 Fri 11:00', who: 'tomas', does: 'delete' },
    ],
  },
  {
    name: 'feature-importance',
    by: 'dana',
    at: '3 Thu 14:00',
    settings: 'root',
    acts: [
      { at: '3 Thu 15:10', who: 'dana', does: 'acknowledge' },
      { at: '4 Mon 10:30', who: 'dana', does: 'fix root' },
    ],
  },
  {
    name: 'click-stream',
    by: 'yuki',
    at: '4 Tue 3:30',
    settings: 'open',
    data: 'confidential',
    acts: [
      {
        at: '4 Tue 4:15',
        who: 'yuki',
        does: 'request',
        until: '5 Mon 17:00',
        why: 's3_data',
        words: 'The raw clicks are in a bucket of the old account, and its gateway endpoint comes next week.',
        control: 'Rows are sampled and pseudonymised before they get here.',
      },
      { at: '4 Tue 11:00', who: 'sami', does: 'approve' },
      { at: '4 Tue 14:30', who: 'mina', does: 'approve' },
      { at: '4 Fri 7:30', who: 'yuki', does: 'delete' },
    ],
  },
  {
    name: 'nightly-train',
    by: 'pipeline',
    at: '4 Wed 13:05',
    settings: 'open',
    acts: [
      { at: '4 Wed 14:20', who: 'sami', does: 'assign', to: 'ravi' },
      { at: '4 Thu 8:40', who: 'ravi', does: 'acknowledge' },
      { at: '5 Tue 9:10', who: 'ravi', does: 'delete' },
    ],
  },
  {
    name: 'ab-readout',
    by: 'amara',
    at: '5 Mon 15:40',
    settings: 'open',
    acts: [
      {
        at: '5 Mon 16:30',
        who: 'amara',
        does: 'request',
        until: '9 Mon 17:00',
        why: 'third_party_api',
        words: 'The experiment platform is a hosted service, and I read its results over its public API.',
      },
      {
        at: '5 Tue 10:15',
        who: 'sami',
        does: 'ask',
        words: 'Which hosts does it talk to, and could an allow list do?',
      },
      {
        at: '5 Tue 15:20',
        who: 'amara',
        does: 'answer',
        words: 'Two hosts of the vendor. An allow list would do; networks have it on their list for next month.',
      },
      {
        at: '5 Wed 10:00',
        who: 'sami',
        does: 'approve shorter',
        until: '7 Mon 17:00',
        condition: 'Only the two hosts of the vendor.',
      },
      { at: '6 Thu 15:30', who: 'amara', does: 'launch a replacement' },
      { at: '6 Thu 17:45', who: 'amara', does: 'delete' },
    ],
  },
  {
    name: 'segment-lab',
    by: 'dana',
    at: '5 Fri 9:50',
    settings: 'open',
    acts: [
      { at: '5 Fri 10:05', who: 'dana', does: 'launch a replacement' },
      { at: '5 Fri 11:30', who: 'dana', does: 'delete' },
    ],
  },
  {
    name: 'route-cost',
    by: 'ravi',
    at: '6 Wed 7:45',
    settings: 'open',
    acts: [
      {
        at: '6 Wed 9:30',
        who: 'ravi',
        does: 'request',
        until: '8 Wed 17:00',
        why: 'other',
        words: 'The routing engine downloads its maps while it runs, and I do not know from where yet.',
      },
      { at: '7 Mon 8:30', who: 'ravi', does: 'acknowledge' },
      { at: '7 Wed 8:15', who: 'ravi', does: 'delete' },
    ],
  },
  { name: 'survey-topics', by: 'dana', at: '7 Mon 10:30', settings: 'good' },
  { name: 'promo-mix', by: 'amara', at: '8 Tue 16:00', settings: 'good' },
  {
    name: 'dedupe',
    by: 'tomas',
    at: '9 Mon 9:15',
    settings: 'open',
    acts: [
      {
        at: '9 Mon 9:40',
        who: 'tomas',
        does: 'request',
        until: '11 Fri 17:00',
        why: 'packages',
        words: 'One package is built from a Git repository that our mirror does not carry yet.',
      },
      { at: '9 Mon 15:00', who: 'mina', does: 'approve' },
      { at: '10 Tue 10:20', who: 'sami', does: 'revoke', words: 'The mirror carries the package since this morning.' },
      { at: '10 Wed 9:00', who: 'tomas', does: 'launch a replacement' },
      { at: '10 Wed 13:30', who: 'tomas', does: 'delete' },
    ],
  },
  { name: 'team-dash', by: 'lena', at: '10 Thu 11:15', settings: 'good' },
  { name: 'voice-queries', by: 'noor', at: '9 Thu 14:30', settings: 'good' },
  {
    name: 'vendor-scores',
    by: 'dana',
    at: '11 Wed 10:20',
    settings: 'open',
    acts: [
      {
        at: '11 Wed 10:50',
        who: 'dana',
        does: 'request',
        until: '13 Thu 17:00',
        why: 'third_party_api',
        words: 'The scoring API of the vendor answers to public addresses only, until their private link is there.',
        control: 'Only hashed customer ids leave the notebook.',
      },
      { at: '11 Wed 15:30', who: 'mina', does: 'approve' },
    ],
  },
  { name: 'rank-features', by: 'tomas', at: '11 Tue 13:40', settings: 'open' },
  {
    name: 'churn-panel',
    by: 'amara',
    at: '11 Mon 15:00',
    settings: 'open',
    acts: [{ at: '11 Mon 18:20', who: 'amara', does: 'schedule', on: '12 Thu 17:00', files: 'backup' }],
  },
  { name: 'map-match', by: 'ravi', at: '11 Wed 8:20', settings: 'good' },
  {
    name: 'fleet-eta',
    by: 'ravi',
    at: '12 Tue 7:30',
    settings: 'open',
    acts: [{ at: '12 Tue 8:10', who: 'ravi', does: 'schedule', on: '13 Thu 17:00', files: 'backup' }],
  },
  {
    name: 'cohorts',
    by: 'dana',
    at: '12 Wed 11:30',
    settings: 'open',
    acts: [{ at: '12 Wed 11:50', who: 'dana', does: 'acknowledge' }],
  },
  { name: 'retrain', by: 'pipeline', at: '12 Thu 10:05', settings: 'open' },
  {
    name: 'weather-join',
    by: 'ravi',
    at: '12 Fri 7:40',
    settings: 'open',
    acts: [
      {
        at: '12 Fri 8:20',
        who: 'ravi',
        does: 'request',
        until: '14 Fri 17:00',
        why: 'third_party_api',
        words: 'The weather service has no private endpoint, and deliveries are planned with its forecast.',
        control: 'No customer data: only places and times.',
      },
    ],
  },
  {
    name: 'consent-audit',
    by: 'yuki',
    at: '12 Fri 4:00',
    settings: 'open',
    data: 'confidential',
    acts: [
      {
        at: '12 Fri 5:10',
        who: 'yuki',
        does: 'request',
        until: '13 Thu 17:00',
        why: 's3_data',
        words: 'Consent records are in a bucket of the old account that the approved network cannot reach yet.',
        control: 'Read-only role, and nothing is written to disk.',
      },
      { at: '12 Fri 11:20', who: 'mina', does: 'approve' },
    ],
  },
  { name: 'tile-render', by: 'ravi', at: '12 Mon 8:00', settings: 'good' },
  { name: 'facets', by: 'noor', at: '12 Fri 10:40', settings: 'good' },
  { name: 'email-topics', by: 'dana', at: '12 Fri 15:30', settings: 'open' },
];

/** The names of every notebook of the sample, replacements too. */
export const SAMPLE_NAMES = new Set(
  STORY.flatMap(({ name, acts = [] }) => [
    name,
    ...acts.flatMap(({ does }) => (does === 'launch a replacement' ? [replacementOf(name)] : [])),
  ]),
);

export function replacementOf(name: string): string {
  return `${name}-2`;
}
