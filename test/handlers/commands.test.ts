import { referenceOf } from '../../src/domain/notebook';
import { messageProblems } from '../../src/slack/blocks/limits';
import { ACTIONS } from '../../src/slack/ids';
import { DANA, LENA, launchInput, MINA, offered, RAVI, SAMI, SECURITY, startWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await launched('cmd-alpha');
  await launched('cmd-beta');
  await launched('cmd-orphan', { Tags: [{ Key: 'DataSensitivity', Value: 'internal' }] });
  // Good from the start, so that it has no finding.
  await world.launch('cmd-good', { DirectInternetAccess: 'Disabled' });
  await world.settleAll();
  await world.deliver();
});
afterAll(() => world.close());

const PIPELINE = {
  account: '111122223333',
  region: 'eu-west-1',
  role: 'deploy-role',
  session: 'GitHubActions',
  accessKeyId: 'AKIA',
};

async function launched(name: string, over: Record<string, unknown> = {}) {
  if (over.Tags) await world.call('CreateNotebookInstance', { ...launchInput(name), ...over }, PIPELINE);
  else await world.launch(name, over);
  await world.settleAll();
  await world.deliver();
}

/** A finding like that of cmd-alpha, without messages. */
async function stored(name: string, { account, reference }: { account: string; reference?: string }) {
  const [finding] = await world.findings('cmd-alpha');
  if (!finding) throw new Error('no finding');
  const launch = { ...finding.launch, account, name };
  const notebook = { ...finding.notebook, account, name };
  await world.services.findings.open({
    ...finding,
    launch,
    notebook,
    reference: reference ?? referenceOf(launch),
    messages: {},
  });
}

const dmOf = (as: string) => world.slack.snapshot(as).conversations.find(({ kind }) => kind === 'dm')?.id ?? '';

const ephemerals = (as: string) => world.messages(as, '').filter(({ ephemeral }) => ephemeral);

/** What the person is answered; undefined when no message came. Every answer is one that Slack takes. */
async function ask(as: string, words: string) {
  const before = ephemerals(as).length;
  expect(await world.slack.send({ as, conversation: dmOf(as), text: `/notebook-audit ${words}` })).toEqual({
    ok: true,
  });
  const answers = ephemerals(as).slice(before);
  expect(answers.length).toBeLessThanOrEqual(1);
  const [answer] = answers;
  if (answer) expect(messageProblems(answer)).toEqual([]);
  return answer;
}

const said = (answer: unknown) => JSON.stringify(answer ?? '');
const textOf = async (as: string, words: string) => (await ask(as, words))?.text ?? '';
const referenceOfName = async (name: string) => (await world.findings(name))[0]?.reference ?? '';

function jobs(detailType: string) {
  return world.events
    .splice(0)
    .map(({ event }) => event as { 'detail-type': string; detail: unknown })
    .filter((event) => event['detail-type'] === detailType)
    .map(({ detail }) => detail);
}

describe('without words', () => {
  it('says what waits for a developer, and opens the next', async () => {
    const answer = await ask(DANA, '');
    expect(answer?.text).toContain('*2 of your notebooks need something.* 2 open');
    expect(answer?.text).toContain('*Next:* choose for cmd-');
    expect(answer?.text).not.toContain('cmd-orphan');
    if (!answer) return;
    await world.press(DANA, answer, ACTIONS.open);
    expect(world.modal(DANA)?.title).toMatch(/^NB-/);
  });

  it('says where a lead’s team stands, without naming a person', async () => {
    const answer = await ask(LENA, '');
    expect(answer?.text).toMatch(
      /\*Team growth: 2 need something\*\. 1 of 3 launches this month was good from the start/,
    );
    expect(answer?.text).not.toContain(DANA);
    expect(offered(answer)).toEqual([ACTIONS.open]);
  });

  it('says what waits for security', async () => {
    const answer = await ask(SAMI, '');
    expect(answer?.text).toBe(
      '*3 open* (3 with direct internet access). *1 without an owner.* There was no full look yet.',
    );
    expect(offered(answer)).toEqual([ACTIONS.assignOwners]);
  });

  it('has nothing to do for others, and tells them nothing', async () => {
    const answer = await ask(RAVI, '');
    expect(answer?.text).toContain('*Nothing needs you.*');
    expect(said(answer)).not.toContain('cmd-');
  });
});

describe('list', () => {
  it.each([
    [DANA, ['cmd-alpha', 'cmd-beta']],
    [LENA, ['cmd-alpha', 'cmd-beta']],
    [SAMI, ['cmd-alpha', 'cmd-beta', 'cmd-orphan']],
    [RAVI, []],
  ])('shows %s only what they may see', async (as, names) => {
    const answer = said(await ask(as, 'list'));
    const shown = ['cmd-alpha', 'cmd-beta', 'cmd-orphan'].filter((name) => answer.includes(name));
    expect(shown).toEqual(names);
  });

  it('of another person’s or team’s notebooks is empty for who may not see them', async () => {
    for (const words of ['@dana', 'team:growth', 'open', 'account:ml-dev', 'region:eu-west-1', 'resolved']) {
      expect(said(await ask(RAVI, `list ${words}`))).toMatch(/none that you can see/);
    }
  });

  it('is narrowed by status, owner, team, account, region and passed dates', async () => {
    expect(said(await ask(SAMI, 'list @dana'))).toContain('cmd-alpha');
    expect(said(await ask(SAMI, 'list @dana'))).not.toContain('cmd-orphan');
    expect(said(await ask(SAMI, 'list team:Growth open'))).toContain('cmd-beta');
    expect(said(await ask(SAMI, 'list account:ml-dev region:eu-west-1'))).toContain('cmd-orphan');
    expect(await textOf(SAMI, 'list account:ml-prod')).toContain('none that you can see');
    expect(await textOf(SAMI, 'list overdue')).toContain('Notebooks that need something, date passed:* none');
    expect(await textOf(SAMI, 'list planned')).toContain('none that you can see');
  });

  it('says which account or region it does not know, and the nearest', async () => {
    expect(await textOf(DANA, 'list account:ml-dve')).toContain(
      'Did you mean `ml-dev`? I look into ml-dev and ml-prod.',
    );
    expect(await textOf(DANA, 'list region:eu-wset-1')).toContain('Did you mean `eu-west-1`?');
    expect(await textOf(DANA, 'list @nobody-here')).toContain('I do not know who `@nobody-here` is');
  });

  it('turns pages in place, and judges anew what may be seen', async () => {
    for (let index = 1; index <= 8; index += 1) await stored(`cmd-page-${index}`, { account: '111122223333' });
    const first = await ask(DANA, 'list');
    expect(said(first)).toContain('1-8 of 10');
    expect(offered(first).filter((id) => id.startsWith('list_'))).toEqual([ACTIONS.listLater]);
    if (!first) return;
    await world.press(DANA, first, ACTIONS.listLater);
    const second = ephemerals(DANA).at(-1);
    expect(second?.ts).toBe(first.ts);
    expect(said(second)).toContain('9-10 of 10');
    expect(offered(second).filter((id) => id.startsWith('list_'))).toEqual([ACTIONS.listEarlier]);
    if (!second) return;
    expect(messageProblems(second)).toEqual([]);
    await world.press(DANA, second, ACTIONS.listEarlier);
    expect(said(ephemerals(DANA).at(-1))).toBe(said({ ...first, ...ephemerals(DANA).at(-1) }));
    expect(said(ephemerals(DANA).at(-1))).toContain('1-8 of 10');
  });
});

describe('show', () => {
  it('looks, and opens what it saw with the verdict and the last thing that happened', async () => {
    expect(await ask(DANA, 'show CMD-alpha')).toBeUndefined();
    expect(world.modal(DANA)?.title).toBe(await referenceOfName('cmd-alpha'));
    expect(said(world.modal(DANA))).toContain('*Looked just now*');
    expect(said(world.modal(DANA))).toContain('Last: Notebook Audit ');
  });

  it.each([
    ['lead', LENA],
    ['security', SAMI],
  ])('opens a finding by its reference for the %s', async (_, as) => {
    expect(await ask(as, `show ${(await referenceOfName('cmd-alpha')).toLowerCase()}`)).toBeUndefined();
    expect(world.modal(as)?.title).toBe(await referenceOfName('cmd-alpha'));
  });

  it('answers alike whether a notebook is not theirs or does not exist', async () => {
    const own = (name: string) => `I know no notebook \`${name}\` that you can see.`;
    const unknown = await textOf(RAVI, 'show no-such-book');
    for (const name of ['cmd-alpha', 'cmd-orphan', 'cmd-good']) {
      expect(await textOf(RAVI, `show ${name}`)).toBe(unknown.replaceAll('no-such-book', name));
    }
    const reference = await referenceOfName('cmd-alpha');
    expect(await textOf(RAVI, `show ${reference}`)).toBe(own(reference));
    expect(await textOf(RAVI, 'show NB-0000')).toBe(own('NB-0000'));
    expect(world.modal(RAVI)).toBeUndefined();
  });

  it('says of a notebook that needs nothing that all its settings are good', async () => {
    expect(await textOf(DANA, 'show cmd-good')).toContain('*cmd-good* (ml-dev, eu-west-1): all settings are good.');
  });

  it('finds what no event told of, for its owner only', async () => {
    await world.launch('cmd-unseen');
    await world.settleAll();
    world.events.splice(0);
    expect(await textOf(RAVI, 'show cmd-unseen')).toContain('I know no notebook');
    expect(await world.findings('cmd-unseen')).toEqual([]);
    expect(await ask(DANA, 'show cmd-unseen')).toBeUndefined();
    expect(world.modal(DANA)?.title).toBe(await referenceOfName('cmd-unseen'));
  });

  it('says that it could not look when AWS refuses', async () => {
    world.aws.fail({ operation: 'DescribeNotebookInstance', code: 'AccessDeniedException' });
    await ask(DANA, 'show cmd-beta');
    expect(said(world.modal(DANA))).toContain('*I could not look* into ml-dev');
  });

  it('shows what is stored when AWS does not answer in time', async () => {
    world.aws.fail({ operation: 'DescribeNotebookInstance', code: 'ThrottlingException', times: 4 });
    await ask(DANA, 'show cmd-beta');
    expect(said(world.modal(DANA))).toContain('*AWS is slow to answer*');
  });

  it('asks which one when a name is there twice, and opens the chosen one', async () => {
    const [finding] = await world.findings('cmd-alpha');
    if (!finding) throw new Error('no finding');
    await stored('cmd-alpha', { account: '444455556666' });
    const answer = await ask(DANA, 'show cmd-alpha');
    expect(answer?.text).toContain(
      '*Which one?* 2 notebooks answer to cmd-alpha. ml-dev, eu-west-1; ml-prod, eu-west-1',
    );
    expect(offered(answer)).toEqual([ACTIONS.showNow, ACTIONS.showNow]);
    if (!answer) return;
    await world.press(DANA, answer, ACTIONS.showNow);
    expect(world.modal(DANA)?.title).toBe(finding.reference);
    expect(await ask(DANA, 'show cmd-alpha account:ml-dev')).toBeUndefined();
  });

  it('asks which one when two share a reference', async () => {
    const reference = await referenceOfName('cmd-beta');
    await stored('cmd-twin', { account: '444455556666', reference });
    const answer = await ask(DANA, `show ${reference}`);
    expect(answer?.text).toContain(`*Which one?* 2 notebooks answer to ${reference}`);
  });

  it('asks for a name', async () => {
    expect(await textOf(DANA, 'show')).toContain('Which one?');
  });
});

describe('long work', () => {
  it('is started for who asks, each in their own scope', async () => {
    expect(await textOf(SAMI, 'report 7')).toBe('Started: the numbers of 7 days. It comes in your DM.');
    expect(jobs('ReportRequested')).toEqual([{ userId: SAMI, days: 7, team: null }]);
    expect(await textOf(LENA, 'report 90d team:Growth')).toContain('90 days, team growth');
    expect(jobs('ReportRequested')).toEqual([{ userId: LENA, days: 90, team: 'growth' }]);
    expect(await textOf(RAVI, 'export')).toContain('It comes in your DM, never into a channel.');
    expect(jobs('ExportRequested')).toEqual([{ userId: RAVI }]);
  });

  it('is not started for who would get no numbers, who is told at once', async () => {
    for (const as of [DANA, RAVI])
      expect(await textOf(as, 'report')).toContain('numbers are for team leads and security');
    expect(jobs('ReportRequested')).toEqual([]);
  });

  it('of a team is not started for who may not see its numbers', async () => {
    for (const as of [DANA, RAVI]) {
      expect(await textOf(as, 'report team:growth')).toBe(await textOf(as, 'report team:growth'));
      expect(await textOf(as, 'report team:growth')).toContain('I know no team `growth` whose numbers you can see');
    }
    expect(jobs('ReportRequested')).toEqual([]);
  });

  it('a scan is for leads and security, once in ten minutes', async () => {
    for (const as of [DANA, RAVI]) expect(await textOf(as, 'scan')).toContain('Only team leads and security');
    expect(jobs('ScanRequested')).toEqual([]);
    expect(await textOf(LENA, 'scan')).toBe('Started: 2 accounts × 1 region. Progress is in your DM.');
    expect(await textOf(SAMI, 'scan')).toContain('started less than 10 minutes ago');
    expect(await textOf(SAMI, 'scan ML-dev')).toBe('Started: 1 account × 1 region. Progress is in your DM.');
    expect(await textOf(SAMI, 'scan ml-devv')).toContain('Did you mean `ml-dev`?');
    expect(jobs('ScanRequested')).toEqual([
      { userId: LENA, account: null, region: null },
      { userId: SAMI, account: '111122223333', region: null },
    ]);
  });

  it('a scan that could not be asked for can be asked for again', async () => {
    // As often as the SDK tries.
    world.aws.fail({ operation: 'PutEvents', code: 'InternalFailure', times: 3 });
    await world.slack.send({ as: SAMI, conversation: dmOf(SAMI), text: '/notebook-audit scan eu-west-1' });
    expect(await textOf(SAMI, 'scan eu-west-1')).toContain('Started: 2 accounts × 1 region');
    world.events.splice(0);
  });
});

describe('policy, guardrail and help', () => {
  it.each([DANA, LENA, SAMI, RAVI])('explains the policy to %s', async (as) => {
    expect(said(await ask(as, 'policy'))).toContain('The notebook policy');
  });

  it('shows the guardrail to leads and security only', async () => {
    for (const as of [LENA, SAMI]) expect(said(await ask(as, 'guardrail'))).toContain('service control policy');
    for (const as of [DANA, RAVI]) expect(await textOf(as, 'guardrail')).toContain('is for team leads and security');
  });

  it('lists only the commands that the reader may use', async () => {
    for (const as of [DANA, RAVI]) {
      const help = await textOf(as, 'help');
      expect(help).toContain('/notebook-audit show churn-eda');
      expect(help).not.toMatch(/notebook-audit (scan|owner|guardrail|report)/);
    }
    for (const as of [LENA, SAMI]) expect(await textOf(as, 'help')).toMatch(/scan[\s\S]*owner[\s\S]*guardrail/);
  });

  it('offers the nearest for a typo, and echoes nothing that is alive', async () => {
    expect(await textOf(DANA, 'lst')).toBe(
      'No command `lst`. Did you mean `list`? All commands: `/notebook-audit help`',
    );
    expect(await textOf(DANA, 'list opne')).toContain('Did you mean `list open`?');
    expect(await textOf(DANA, 'report 60d')).toContain('It takes 7d, 30d or 90d');
    for (const words of [
      '<!channel>`x`',
      'list <!channel>`*x*',
      'show <!here>`',
      'scan <!everyone>',
      'list @<!here>',
    ]) {
      expect(said(await ask(SAMI, words))).not.toMatch(/<!(channel|here|everyone)/);
    }
  });
});

describe('owner', () => {
  const meaning = async (tag: string) => (await world.services.owners.byTag(tag))?.userId ?? null;

  it('lets security say whom any tag means, and says what it was', async () => {
    expect(await textOf(SAMI, 'owner ds-bot @ravi')).toMatch(
      new RegExp(`\\*Owner = ds-bot\\* means <@${RAVI}> from now on .* It meant nobody before`),
    );
    expect(await meaning('DS-bot')).toBe(RAVI);
    expect(await textOf(SAMI, 'owner "ds-bot" @mina')).toContain(`Before it meant <@${RAVI}>`);
    expect(await textOf(SAMI, 'owner ds-bot @mina')).toContain('already. Nothing was changed');
    expect(await meaning('ds-bot')).toBe(MINA);
  });

  it('lets a lead do so only for a tag of their own team', async () => {
    expect(await textOf(LENA, 'owner ds-bot @dana')).toContain('is not a tag of a team that you lead');
    expect(await textOf(LENA, 'owner new-tag @dana')).toContain('is not a tag of a team that you lead');
    expect(await meaning('ds-bot')).toBe(MINA);
    expect(await meaning('new-tag')).toBeNull();
    expect(await textOf(LENA, 'owner ravi @dana')).toContain(`means <@${DANA}> from now on`);
    expect(await meaning('ravi')).toBe(DANA);
  });

  it('is not for others', async () => {
    for (const as of [DANA, RAVI])
      expect(await textOf(as, 'owner mine @ravi')).toContain('Only team leads and security');
    expect(await meaning('mine')).toBeNull();
  });

  it('makes nobody an owner who is a bot, or unknown to Slack', async () => {
    for (const id of ['U0NBAUDIT01', 'U0NOBODY0001']) {
      const refused = await typedUnescaped(SAMI, `owner bot-tag <@${id}|someone>`);
      expect(refused).toContain('only an active colleague can own notebooks');
    }
    expect(await meaning('bot-tag')).toBeNull();
  });

  it('does not take a tag that AWS could not hold', async () => {
    expect(await textOf(SAMI, `owner ${'漢'.repeat(400)} @ravi`)).toContain('longer than a tag of AWS can be');
  });
});

/** Text as Slack sends it, not as it is typed: the answer of the handler itself. */
async function typedUnescaped(as: string, text: string): Promise<string> {
  const { signatureHeaders } = await import('../../src/local/slack/signing');
  const { signingSecret } = await import('../support/slack');
  const last = world.requests.findLast(({ body }) => body.includes('command='));
  const fields = new URLSearchParams(last?.body);
  fields.set('user_id', as);
  fields.set('text', text);
  const body = fields.toString();
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    ...signatureHeaders(body, signingSecret, new Date()),
  };
  const answered = (await world.slackHandler({ headers, body, isBase64Encoded: false })) as { body: string };
  return answered.body;
}

describe('exceptions', () => {
  it.each([
    [DANA, ['cmd-alpha', 'cmd-beta']],
    [LENA, ['cmd-alpha', 'cmd-beta']],
    [SAMI, ['cmd-alpha', 'cmd-beta', 'cmd-orphan']],
    [RAVI, []],
  ])('lists for %s those in their scope', async (as, names) => {
    await withExceptions();
    const shown = (answer: unknown) =>
      ['cmd-alpha', 'cmd-beta', 'cmd-orphan'].filter((name) => said(answer).includes(name));
    const pending = shown(await ask(as, 'exceptions pending'));
    const active = shown(await ask(as, 'exceptions active'));
    expect(pending).toEqual(names.filter((name) => name === 'cmd-alpha'));
    expect(active).toEqual(names.filter((name) => name !== 'cmd-alpha'));
    expect(shown(await ask(as, 'exceptions'))).toEqual(names);
    expect(shown(await ask(as, 'exceptions expiring'))).toEqual(names.filter((name) => name === 'cmd-beta'));
  });

  let made = false;
  /** cmd-alpha asks; cmd-beta is allowed for a week, cmd-orphan for a month. */
  async function withExceptions() {
    if (made) return;
    made = true;
    const { decide, judge } = await import('../../src/workflows/decide');
    const now = new Date();
    for (const [name, days] of [
      ['cmd-alpha', 7],
      ['cmd-beta', 7],
      ['cmd-orphan', 28],
    ] as const) {
      const [finding] = await world.findings(name);
      if (!finding) throw new Error(`no finding ${name}`);
      const { launch } = finding;
      const until = new Date(now.getTime() + days * 24 * 60 * 60_000).toISOString();
      const asked = await decide(world.services, {
        launch,
        userId: name === 'cmd-orphan' ? MINA : DANA,
        now,
        command: {
          type: 'request_exception',
          by: name === 'cmd-orphan' ? MINA : DANA,
          requestId: `V-${name}`,
          rules: ['notebook-no-direct-internet-access'],
          until,
          category: 'other',
          reason: 'It talks to a vendor that has no endpoint inside.',
          control: 'Only public data is on it.',
        },
      });
      expect([name, asked.kind, 'refusal' in asked ? asked.refusal : null]).toEqual([name, 'changed', null]);
      if (name === 'cmd-alpha') continue;
      const command = (by: string) => ({ type: 'approve' as const, by, requestId: `V-${name}` });
      await judge(world.services, { launch, userId: SAMI, now, command: command(SAMI) });
    }
  }
});

describe('when Slack does not say who belongs to security', () => {
  it('nothing is shown and nothing is changed', async () => {
    world.slack.failNext('usergroups.users.list', { kind: 'ratelimited', retryAfterSeconds: 5 });
    expect(await textOf(SAMI, 'list')).toContain('I could not check what you may see, so I show nothing');
  });
});

describe('in a channel', () => {
  it('answers only to who asked', async () => {
    await world.slack.send({ as: SAMI, conversation: SECURITY, text: '/notebook-audit list' });
    const seenBy = (as: string) => said(world.messages(as, 'Notebooks that need something', SECURITY));
    expect(seenBy(SAMI)).toContain('cmd-alpha');
    expect(seenBy(MINA)).toBe('[]');
  });
});
