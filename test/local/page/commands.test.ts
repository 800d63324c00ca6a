import { launchCommandsIn } from '../../../src/local/page/commands';

const command = 'aws sagemaker create-notebook-instance --notebook-instance-name churn-eda-2';
const preformatted = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
});

test('a launch command in a preformatted block is found once', () => {
  expect(launchCommandsIn([preformatted(`${command}\n`), preformatted(command)])).toEqual([command]);
});

test('a launch command in a fenced section is found, its entities decoded', () => {
  const section = {
    type: 'section',
    text: { type: 'mrkdwn', text: `Try:\n\`\`\`\n${command} --tags &lt;x&gt;\n\`\`\`` },
  };
  expect(launchCommandsIn([section])).toEqual([`${command} --tags <x>`]);
});

test.each([
  ['another command', [preformatted('aws sagemaker delete-notebook-instance')]],
  ['a command in prose', [{ type: 'section', text: { type: 'mrkdwn', text: command } }]],
  ['an unknown block', [{ type: 'hologram', text: command }, null, 'x']],
])('%s is not offered', (_name, blocks) => {
  expect(launchCommandsIn(blocks)).toEqual([]);
});
