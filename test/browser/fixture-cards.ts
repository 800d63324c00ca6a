/** Cards and modals of every kind, as the bot could send them; with text from people who mean no good. */
export const hostile = '<script>alert(1)</script> <!channel> <@U0SAMI00003> *bold* & <https://evil.example|safe>';

const escaped = hostile.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const context = (...texts: string[]) => ({ type: 'context', elements: texts.map(mrkdwn) });
const friday = 1796400000;

export const command =
  'aws sagemaker create-notebook-instance --notebook-instance-name churn-eda-2 --instance-type ml.t3.medium --role-arn arn:aws:iam::111122223333:role/notebook-dev --direct-internet-access Disabled --root-access Disabled --subnet-id subnet-0a1b2c3d4e5f60001 --security-group-ids sg-0a1b2c3d4e5f60001 --platform-identifier notebook-al2023-v1 --region eu-west-1';

export const ownerCard = [
  { type: 'header', text: plain('churn-eda has direct internet access') },
  section(
    `*Nothing is blocked, stopped or deleted: keep working.* But this notebook can reach any site past the company network, so please replace it by *<!date^${friday}^{date_short_pretty}, {time}|Fri>*. It is young, so now is the easiest moment.`,
  ),
  section(
    '• *Direct internet access: Enabled.* AWS cannot change this after launch → recreate\n• *Root access: Enabled.* Can be changed on the stopped notebook → fix in place (done by the command below)',
  ),
  section('*Corrected launch* - runs beside the old one; delete that when the new one opens and your files are in it:'),
  {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: command }] }],
  },
  context(
    'In this network: pip and conda through mirror.acme.example, S3 yes, other internet through NAT · stated in policy',
  ),
  {
    type: 'actions',
    block_id: 'choices',
    elements: [
      { type: 'button', action_id: 'acknowledge', text: plain('Acknowledge'), style: 'primary', value: 'NB-7F3K' },
      { type: 'button', action_id: 'open-modal', text: plain('Schedule Migration'), value: 'NB-7F3K' },
      {
        type: 'button',
        action_id: 'request',
        text: plain('Request Exception'),
        accessibility_label: 'Request an exception for churn-eda',
      },
      {
        type: 'overflow',
        action_id: 'more',
        options: ['Not Mine', 'Why, and What Works Instead', 'Corrected Command', 'Check Again', 'History'].map(
          (text) => ({ text: plain(text), value: text }),
        ),
      },
    ],
  },
  context(
    "Acknowledge: I'll fix it by the date. Schedule: pick a date, get a plan that keeps your data. Exception: security decides; needs a reason and an end date.",
  ),
  context(
    'High · ml-dev (111122223333) · eu-west-1 · launched 09:58 by <@U0DANA00001> · seen 10:00 · <https://console.aws.amazon.com/|Open in AWS> · NB-7F3K',
    'Sent to you because its tag *Owner = dana@acme.example* points to you. Not yours? ⋯ Not Mine',
  ),
];

export const resolvedCard = [
  { type: 'header', text: plain('nlp-lab has direct internet access') },
  section(
    ':white_check_mark: *Resolved today at 09:41.* AWS no longer lists nlp-lab. Replacement: nlp-lab-2, all settings good. From first seen to done: 2 h 10 min. Thank you.',
  ),
  context('High · ml-dev (111122223333) · eu-west-1 · NB-2K9P'),
];

export const requestCard = [
  { type: 'header', text: plain('Policy exception request: churn-eda') },
  context('NB-7F3K · answer due Tue 17:00 · approvals 0 of 2 (confidential data)'),
  section('*<@U0DANA00001>* asks to keep *direct internet access* until *12 Dec* (14 of at most 30 days).'),
  section(`*Why:* third-party API. “${escaped}”\n*Meanwhile protected by:* “IP allow list”`),
  {
    type: 'section',
    fields: [
      mrkdwn('*Account*\nml-dev, eu-west-1'),
      mrkdwn('*Team*\ngrowth'),
      mrkdwn('*Data*\nconfidential'),
      { type: 'plain_text', text: `Plain: ${hostile} :warning:` },
    ],
  },
  {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'approve',
        text: plain('Approve'),
        confirm: {
          title: plain('Allow direct internet access?'),
          text: plain('churn-eda (ml-dev) until 12 Dec 17:00 CET, 14 days. It reopens by itself afterwards.'),
          confirm: plain('Allow until 12 Dec'),
          deny: plain('Go back'),
        },
      },
      { type: 'button', action_id: 'shorter', text: plain('Approve Shorter') },
      { type: 'button', action_id: 'deny', text: plain('Deny'), style: 'danger' },
    ],
  },
  { type: 'hologram', text: plain('from the future') },
  { type: 'section', text: null, fields: 'broken' },
];

export const report = [
  {
    type: 'data_visualization',
    title: 'Open by week',
    chart: {
      type: 'bar',
      axis_config: { categories: ['W45', 'W46', 'W47', 'W48'] },
      series: [
        { name: 'Open', data: [12, 9, 8, 5].map((value, week) => ({ label: `W${45 + week}`, value })) },
        { name: 'Good launches', data: [6, 7, 9, 9].map((value, week) => ({ label: `W${45 + week}`, value })) },
      ],
    },
  },
  section('*Notebooks, week of 23 Nov* - team growth\n> 5 open (−3)\n1. `pip` _slow_ ~gone~'),
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'Asked by ' },
          { type: 'user', user_id: 'U0LENA00002' },
          { type: 'text', text: ` ${hostile} `, style: { italic: true } },
          { type: 'date', timestamp: friday, format: '{date_long}', fallback: 'Fri' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'text', text: 'backed up', style: { bold: true } }] },
          {
            type: 'rich_text_section',
            elements: [{ type: 'link', url: 'https://docs.acme.example', text: 'the plan' }],
          },
        ],
      },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'no rush' }] },
    ],
  },
  {
    type: 'data_table',
    caption: 'Open notebooks by team',
    page_size: 2,
    rows: [
      [
        { type: 'raw_text', text: 'Team' },
        { type: 'raw_text', text: 'Open' },
        { type: 'raw_text', text: 'Next date' },
      ],
      ...[
        ['growth', 5, 'Fri 4 Dec'],
        ['search', 2, 'Mon 7 Dec'],
        [hostile, 1, 'none'],
      ].map(([team, open, next]) => [
        { type: 'raw_text', text: team },
        { type: 'raw_number', value: open, text: String(open) },
        { type: 'raw_text', text: next },
      ]),
    ],
  },
];

const option = (text: string, value: string, description?: string) => ({
  text: plain(text),
  value,
  ...(description ? { description: plain(description) } : {}),
});
const input = (
  block_id: string,
  label: string,
  element: Record<string, unknown>,
  more: Record<string, unknown> = {},
) => ({
  type: 'input',
  block_id,
  label: plain(label),
  element: { action_id: 'value', ...element },
  ...more,
});

/** One of every input; `extra` blocks are added by an update of the modal. */
export function everyInput(extra: unknown[] = []): unknown[] {
  return [
    { type: 'alert', level: 'info', text: mrkdwn('It is 4 minutes old: replacing it now is quicker than planning.') },
    input(
      'when',
      'When will it be done?',
      { type: 'datepicker', initial_date: '2026-12-01' },
      { hint: plain('Latest 18 Dec, set by policy') },
    ),
    input(
      'files',
      'Your files',
      {
        type: 'radio_buttons',
        options: [
          option("The bot's backup to s3://acme-notebooks, checked", 'backup'),
          option('Everything is in Git or S3 already', 'git', 'You say so; it is written down with your name'),
          option('Nothing to keep', 'nothing'),
        ],
      },
      { dispatch_action: true },
    ),
    ...extra,
    input('reason', 'In your words', { type: 'plain_text_input', multiline: true, min_length: 20, max_length: 1000 }),
    input('rules', 'What must stay?', {
      type: 'checkboxes',
      options: [option('Direct internet access', 'internet'), option('Root access', 'root')],
      initial_options: [option('Direct internet access', 'internet')],
    }),
    input('until', 'Until', {
      type: 'static_select',
      options: [option('7 days', '7'), option('14 days', '14')],
      initial_option: option('7 days', '7'),
    }),
    input('who', 'Whose is it?', { type: 'users_select', placeholder: plain('Choose a person') }, { optional: true }),
    input('tell', 'Tell', { type: 'multi_users_select', placeholder: plain('Add people') }, { optional: true }),
    input('where', 'Where', { type: 'conversations_select' }, { optional: true }),
    input('at', 'At', { type: 'timepicker', initial_time: '10:00' }, { optional: true }),
    input('moment', 'Exactly', { type: 'datetimepicker', initial_date_time: friday }, { optional: true }),
    input(
      'days',
      'Days',
      { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '30' },
      { optional: true },
    ),
  ];
}
