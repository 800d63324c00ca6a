import { tell } from '../../src/domain/change';
import type { Command, ExceptionRequest, Finding, Status, Transition } from '../../src/domain/finding';
import { reminderKey } from '../../src/domain/reminders';
import { transition } from '../../src/domain/state-machine';
import { aFinding, aNotebook } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';
import { aLook } from '../support/changes';

const policy = aPolicy();
const NOW = '2026-11-25T10:00:00.000Z';
const DEADLINE = '2026-12-01T16:00:00.000Z';
const GRANT_ENDS = '2026-12-04T16:00:00.000Z';
const BOTH = ['notebook-no-direct-internet-access', 'notebook-root-access-disabled'] as const;

const notebook = aNotebook({ rootAccess: 'Enabled' });
const unencrypted = aNotebook({ rootAccess: 'Enabled', kmsKeyId: undefined });
const rootFixed = aNotebook();
const good = aNotebook({ directInternetAccess: 'Disabled' });
const LOOKED = '2026-11-25T09:59:00.000Z';
const PASSED = { step: 'date_passed', audience: 'owner', anchor: DEADLINE } as const;
const WAITS = { step: 'request_waits', audience: 'security', anchor: `V1+${NOW}` } as const;
const LOOKED_BEFORE = '2026-11-24T09:00:00.000Z';
const ask = (requestId: string): Command => ({
  type: 'request_exception',
  by: 'U0MARIA',
  requestId,
  rules: [...BOTH],
  until: '2026-12-09T16:00:00.000Z',
  category: 'packages',
  reason: 'The build needs packages.',
});

/** The columns of the table. V1 is the request that pends where one does, V0 the one that a grant came from. */
const COMMANDS: Record<string, Command> = {
  ack: { type: 'acknowledge', by: 'U0LEAD' },
  plan: { type: 'schedule_migration', by: 'U0MARIA', at: '2026-12-11T16:00:00.000Z' },
  ask: ask('V2'),
  twice: ask('V1'),
  withdraw: { type: 'withdraw', by: 'U0MARIA', requestId: 'V1' },
  deny: { type: 'deny', by: 'U0SEC', requestId: 'V1', reason: 'There is a mirror.' },
  silent: { type: 'time_out', requestId: 'V1' },
  approve: { type: 'approve', by: 'U0SEC', requestId: 'V1' },
  expire: { type: 'expire' },
  early: { type: 'expire' },
  revoke: { type: 'revoke', by: 'U0SEC', requestId: 'V0', reason: 'An incident.' },
  other: { type: 'revoke', by: 'U0SEC', requestId: 'V9', reason: 'An incident.' },
  same: { type: 'observe', look: aLook(notebook, LOOKED) },
  more: { type: 'observe', look: aLook(unencrypted, LOOKED) },
  less: { type: 'observe', look: aLook(rootFixed, LOOKED) },
  good: { type: 'observe', look: aLook(good, LOOKED) },
  older: { type: 'observe', look: aLook(good, LOOKED_BEFORE) },
  gone: { type: 'resolve', evidence: 'gone', observedAt: LOOKED },
  late: { type: 'resolve', evidence: 'gone', observedAt: LOOKED_BEFORE },
  reopen: { type: 'reopen', look: aLook(notebook, LOOKED) },
  disown: { type: 'disown', by: 'U0MARIA' },
  assign: {
    type: 'assign_owner',
    by: 'U0LEAD',
    found: {
      owner: { userId: 'U0BEN', source: { kind: 'assigned', by: 'U0LEAD' } },
      team: 'growth',
      teamTag: null,
      search: [],
    },
  },
  remind: { type: 'remind', reminder: PASSED, keys: [reminderKey(PASSED)], to: 'U0MARIA' },
  escalate: { type: 'escalate', reminder: WAITS, keys: [reminderKey(WAITS)], to: 'security' },
  question: { type: 'ask', by: 'U0SEC', requestId: 'V1', question: 'Which packages?' },
  answer: { type: 'answer', by: 'U0MARIA', requestId: 'V1', answer: 'Ours.' },
  snooze: { type: 'snooze', by: 'U0MARIA' },
};

/**
 * Rows: the records the finding holds. m: a migration is planned; r: a request pends; G: a grant covers both violations;
 * g: a grant covers one of the two; a: acknowledged; `-`: none; x: resolved.
 *
 * Cells. A letter: changed, and the status afterwards (O open, A acknowledged, M migration scheduled, R exception
 * requested, G exception granted, X resolved). `=`: unchanged, `=a` because it was done already, `=o` because the look is
 * older. `!m`: refused because the finding has moved on, `!x` because it is resolved, `!n` because there is no such request.
 */
const TABLE = `
row  status ack plan ask twice withdraw deny silent approve expire early revoke other same more less good older gone late reopen disown assign remind escalate question answer snooze
-    O      A   M    R   R     !n       !n   !n     !n      !m     !m    !m     !m    =    O    O    X    =o    X    =o   =      O      O      O      =        !n       !n     O
a    A      =a  M    R   R     !n       !n   !n     !n      !m     !m    !m     !m    =    O    A    X    =o    X    =o   =      A      A      A      =        !n       !n     !m
g    O      A   M    R   R     !n       !n   !n     !n      O      =     O      !m    =    O    G    X    =o    X    =o   =      O      O      O      =        !n       !n     O
ga   A      =a  M    R   R     !n       !n   !n     !n      O      =     O      !m    =    O    G    X    =o    X    =o   =      A      A      A      =        !n       !n     !m
G    G      !m  M    R   R     !n       !n   !n     !n      O      =     O      !m    =    O    G    X    =o    X    =o   =      G      G      =      =        !n       !n     !m
Ga   G      !m  M    R   R     !n       !n   !n     !n      O      =     O      !m    =    O    G    X    =o    X    =o   =      G      G      =      =        !n       !n     !m
r    R      !m  M    !m  =     O        O    O      G       !m     !m    !m     !m    =    R    R    X    =o    X    =o   =      R      R      =      R        R        R      !m
ra   R      !m  M    !m  =     A        A    A      G       !m     !m    !m     !m    =    R    R    X    =o    X    =o   =      R      R      =      R        R        R      !m
rg   R      !m  M    !m  =     O        O    O      G       R      =     R      !m    =    R    R    X    =o    X    =o   =      R      R      =      R        R        R      !m
rga  R      !m  M    !m  =     A        A    A      G       R      =     R      !m    =    R    R    X    =o    X    =o   =      R      R      =      R        R        R      !m
rG   R      !m  M    !m  =     G        G    G      G       R      =     R      !m    =    R    R    X    =o    X    =o   =      R      R      =      R        R        R      !m
rGa  R      !m  M    !m  =     G        G    G      G       R      =     R      !m    =    R    R    X    =o    X    =o   =      R      R      =      R        R        R      !m
m    M      !m  M    R   R     !n       !n   !n     !n      !m     !m    !m     !m    =    M    M    X    =o    X    =o   =      M      M      =      =        !n       !n     !m
ma   M      !m  M    R   R     !n       !n   !n     !n      !m     !m    !m     !m    =    M    M    X    =o    X    =o   =      M      M      =      =        !n       !n     !m
mg   M      !m  M    R   R     !n       !n   !n     !n      M      =     M      !m    =    M    M    X    =o    X    =o   =      M      M      =      =        !n       !n     !m
mga  M      !m  M    R   R     !n       !n   !n     !n      M      =     M      !m    =    M    M    X    =o    X    =o   =      M      M      =      =        !n       !n     !m
mG   M      !m  M    R   R     !n       !n   !n     !n      M      =     M      !m    =    M    M    X    =o    X    =o   =      M      M      =      =        !n       !n     !m
mGa  M      !m  M    R   R     !n       !n   !n     !n      M      =     M      !m    =    M    M    X    =o    X    =o   =      M      M      =      =        !n       !n     !m
mr   R      !m  M    !m  =     M        M    M      G       !m     !m    !m     !m    =    R    R    X    =o    X    =o   =      R      R      =      R        R        R      !m
mra  R      !m  M    !m  =     M        M    M      G       !m     !m    !m     !m    =    R    R    X    =o    X    =o   =      R      R      =      R        R        R      !m
mrg  R      !m  M    !m  =     M        M    M      G       R      =     R      !m    =    R    R    X    =o    X    =o   =      R      R      =      R        R        R      !m
mrga R      !m  M    !m  =     M        M    M      G       R      =     R      !m    =    R    R    X    =o    X    =o   =      R      R      =      R        R        R      !m
mrG  R      !m  M    !m  =     M        M    M      G       R      =     R      !m    =    R    R    X    =o    X    =o   =      R      R      =      R        R        R      !m
mrGa R      !m  M    !m  =     M        M    M      G       R      =     R      !m    =    R    R    X    =o    X    =o   =      R      R      =      R        R        R      !m
x    X      !x  !x   !x  !x    !n       !n   !n     !n      !x     !x    !x     !x    O    O    O    =    =o    =    =    O      !x     !x     =      =        !n       !n     !x
`;

const STATUS: Record<string, Status> = {
  O: 'open',
  A: 'acknowledged',
  M: 'migration_scheduled',
  R: 'exception_requested',
  G: 'exception_granted',
  X: 'resolved',
};
const REFUSAL: Record<string, string> = {
  '=': 'unchanged',
  '=a': 'unchanged, already',
  '=o': 'unchanged, older_look',
  '!m': 'refused, moved_on',
  '!x': 'refused, resolved',
  '!n': 'refused, no_such_request',
};

function findingWith(row: string, status: Status): Finding {
  const dated = {
    severity: 'high',
    firstSeenAt: '2026-11-24T09:13:00.000Z',
    deadline: DEADLINE,
  } as const;
  const request = {
    id: 'V1',
    by: 'U0MARIA',
    at: '2026-11-24T12:00:00.000Z',
    rules: [...BOTH],
    until: '2026-12-09T16:00:00.000Z',
    category: 'packages',
    reason: 'The build needs packages.',
    timeoutAt: '2026-11-26T16:00:00.000Z',
    quorum: 1,
    approvals: [],
    questions: [{ by: 'U0SEC', at: '2026-11-24T13:00:00.000Z', text: 'For which project?' }],
    ownerChangedBy: [],
  } satisfies ExceptionRequest;
  const rules = row.includes('G') ? [...BOTH] : row.includes('g') ? [BOTH[0]] : null;
  const finding = aFinding({
    notebook,
    status,
    deadline: DEADLINE,
    violations: [
      { rule: BOTH[0], observed: 'Enabled', fix: 'recreate', ...dated },
      { rule: BOTH[1], observed: 'Enabled', fix: 'in_place', ...dated },
    ],
    migration: row.includes('m') ? { at: '2026-12-10T16:00:00.000Z', by: 'U0MARIA', decidedAt: request.at } : null,
    request: row.includes('r') ? request : null,
    grant: rules && { requestId: 'V0', rules, until: GRANT_ENDS, at: request.at, approvers: ['U0SEC'], conditions: [] },
    acknowledged: row.includes('a') ? { at: request.at, by: 'U0MARIA' } : null,
    resolution: row === 'x' ? { at: request.at, evidence: 'compliant', lookedAt: request.at } : null,
  });
  return tell(finding, { now: request.at, policy });
}

const [header = [], ...rows] = TABLE.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([row = '', status = '', ...values]) =>
  values.map((value, index) => ({ row, status: STATUS[status] ?? 'open', name: header[index + 2] ?? '', value })),
);

function outcome(result: Transition): string {
  if (result.kind === 'changed') return result.finding.status;
  return [result.kind, ...(result.refusal ? [result.refusal.code] : [])].join(', ');
}

describe('every command on every finding', () => {
  it('is in the table', () => {
    const combinations = ['', 'm'].flatMap((m) =>
      ['', 'r'].flatMap((r) => ['', 'g', 'G'].flatMap((g) => ['', 'a'].map((a) => m + r + g + a || '-'))),
    );
    expect(rows.map(([row]) => row).toSorted()).toEqual([...combinations, 'x'].toSorted());
    expect(header.slice(2)).toEqual(Object.keys(COMMANDS));
    expect(cells).toHaveLength(25 * 27);
  });

  it.each(cells)('$row ($status): $name gives $value', ({ row, status, name, value }) => {
    const before = findingWith(row, status);
    const asItWas = structuredClone(before);
    const command = COMMANDS[name];
    if (!command) throw new Error(`no command ${name}`);
    const result = transition(before, command, { now: name === 'expire' ? GRANT_ENDS : NOW, policy });
    expect(outcome(result)).toBe(STATUS[value] ?? REFUSAL[value]);
    expect(before).toEqual(asItWas);
    if (result.kind !== 'changed') return;
    expect(result.finding.version).toBe(before.version + 1);
    expect(result.finding.history.slice(0, -1)).toEqual(before.history);
    expect(result.finding.history.at(-1)).toMatchObject({ version: 2, from: status, to: STATUS[value] });
  });
});
