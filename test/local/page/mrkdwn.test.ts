import { type MrkdwnNode, mentionsEveryone, parseMrkdwn } from '../../../src/local/page/blocks/mrkdwn';

const text = (value: string): MrkdwnNode => ({ kind: 'text', text: value });

describe('what mrkdwn reads', () => {
  const table: [string, string, MrkdwnNode[]][] = [
    ['plain words', 'all good', [text('all good')]],
    ['bold', '*now*', [{ kind: 'bold', children: [text('now')] }]],
    ['italic', '_now_', [{ kind: 'italic', children: [text('now')] }]],
    ['strike', '~now~', [{ kind: 'strike', children: [text('now')] }]],
    ['code', '`pip`', [{ kind: 'code', children: [text('pip')] }]],
    ['nested styles', '*a _b_*', [{ kind: 'bold', children: [text('a '), { kind: 'italic', children: [text('b')] }] }]],
    ['bold before punctuation', '*now*.', [{ kind: 'bold', children: [text('now')] }, text('.')]],
    [
      'a style around a link',
      '*<https://a.example|A>*',
      [{ kind: 'bold', children: [{ kind: 'link', url: 'https://a.example', label: 'A' }] }],
    ],
    [
      'a fenced block',
      'run\n```\naws *x*\n```\ndone',
      [text('run\n'), { kind: 'pre', children: [text('aws *x*')] }, text('\ndone')],
    ],
    [
      'a quote',
      'said:\n> yes\n> no\nbye',
      [text('said:'), { kind: 'quote', children: [text('yes\nno')] }, text('bye')],
    ],
    ['a quote stored with its entity', '&gt; yes', [{ kind: 'quote', children: [text('yes')] }]],
    [
      'a link with a label',
      '<https://a.example/?a=1&amp;b=2|A &amp; B>',
      [{ kind: 'link', url: 'https://a.example/?a=1&b=2', label: 'A & B' }],
    ],
    [
      'a link without a label',
      '<https://a.example>',
      [{ kind: 'link', url: 'https://a.example', label: 'https://a.example' }],
    ],
    [
      'a bare link, without its full stop',
      'see https://a.example/x.',
      [text('see '), { kind: 'link', url: 'https://a.example/x', label: 'https://a.example/x' }, text('.')],
    ],
    ['a user', '<@U0DANA00001>', [{ kind: 'user', id: 'U0DANA00001', label: undefined }]],
    ['a channel', '<#C0HELP00001|help>', [{ kind: 'channel', id: 'C0HELP00001', label: 'help' }]],
    ['a user group', '<!subteam^S0APPROVERS|@approvers>', [{ kind: 'group', id: 'S0APPROVERS', label: '@approvers' }]],
    [
      'a date with a link',
      '<!date^1764950400^{date} at {time}^https://a.example|5 Dec>',
      [{ kind: 'date', seconds: 1764950400, format: '{date} at {time}', url: 'https://a.example', fallback: '5 Dec' }],
    ],
    ['a broken date as its fallback', '<!date^soon^{date}|5 Dec>', [text('5 Dec')]],
    [
      'broadcasts',
      '<!here> <!channel> <!everyone>',
      [
        { kind: 'broadcast', range: 'here' },
        text(' '),
        { kind: 'broadcast', range: 'channel' },
        text(' '),
        { kind: 'broadcast', range: 'everyone' },
      ],
    ],
    ['a broadcast with a label', '<!here|here>', [{ kind: 'broadcast', range: 'here' }]],
    [
      'a broadcast inside code, because Slack sends it all the same',
      '`<!channel>`',
      [{ kind: 'code', children: [{ kind: 'broadcast', range: 'channel' }] }],
    ],
    ['emoji', ':white_check_mark: done', [{ kind: 'emoji', name: 'white_check_mark' }, text(' done')]],
    ['an unknown special as its label', '<!custom|words>', [text('words')]],
  ];
  test.each(table)('%s', (_name, source, nodes) => {
    expect(parseMrkdwn(source)).toEqual(nodes);
  });

  test('verbatim leaves bare links alone and still reads angle brackets', () => {
    expect(parseMrkdwn('https://a.example <!here>', { verbatim: true })).toEqual([
      text('https://a.example '),
      { kind: 'broadcast', range: 'here' },
    ]);
  });
});

describe('what mrkdwn leaves alone', () => {
  const table: [string, string, string][] = [
    ['an escaped broadcast', '&lt;!channel&gt;', '<!channel>'],
    ['an escaped mention', '&lt;@U0DANA00001&gt;', '<@U0DANA00001>'],
    ['an escaped link', '&lt;https:nothing|x&gt;', '<https:nothing|x>'],
    ['an entity escaped twice, decoded once', '&amp;lt;!channel&amp;gt;', '&lt;!channel&gt;'],
    ['a split entity', '&l*t;!channel&gt', '&l*t;!channel&gt'],
    ['other entities', '&quot;&#60;&nbsp;', '&quot;&#60;&nbsp;'],
    ['HTML', '<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['an unsafe link', '<javascript:alert(1)|click>', '<javascript:alert(1)|click>'],
    ['a broken angle', 'a < b and <!channel', 'a < b and <!channel'],
    ['a bracket over two lines', '<!chan\nnel>', '<!chan\nnel>'],
    ['marks inside words', 'snake_case_name and 2*3*4', 'snake_case_name and 2*3*4'],
    ['marks beside spaces', '* a * and _ b _', '* a * and _ b _'],
    ['a style over two lines', '*a\nb*', '*a\nb*'],
    ['bullets and headings', '• one\n- two\n# three', '• one\n- two\n# three'],
    ['Markdown emphasis', '**a**', '**a**'],
    ['an empty style', '** __ ~~ ``', '** __ ~~ ``'],
    ['a time of day', 'at 10:20:30', 'at 10:20:30'],
  ];
  test.each(table)('%s', (_name, source, shown) => {
    const nodes = parseMrkdwn(source);
    expect(
      nodes.map((node) => (node.kind === 'text' ? node.text : `:${node.kind === 'emoji' ? node.name : '?'}:`)).join(''),
    ).toBe(shown);
    expect(mentionsEveryone(nodes)).toBe(false);
  });

  test('an entity next to a live bracket cannot complete it', () => {
    expect(parseMrkdwn('<!chan&gt;nel> &lt;<!here>')).toEqual([
      text('<!chan>nel> <'),
      { kind: 'broadcast', range: 'here' },
    ]);
  });

  test('a live broadcast deep inside styles is found', () => {
    expect(mentionsEveryone(parseMrkdwn('> *hello _<!channel>_*'))).toBe(true);
  });
});
