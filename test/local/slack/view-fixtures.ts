import type { TestSlack } from '../../support/slack';
import { dana, plain, section } from './people';

export const textInput = (block_id: string, extra: object = {}, blockExtra: object = {}) => ({
  type: 'input' as const,
  block_id,
  label: plain('Reason'),
  element: { type: 'plain_text_input' as const, action_id: 'text', ...extra },
  ...blockExtra,
});
export const modal = (extra: object = {}) => ({
  type: 'modal' as const,
  title: plain('Request'),
  submit: plain('Send'),
  blocks: [section('Why?')],
  ...extra,
});
export const home = (text: string) => ({ type: 'home' as const, blocks: [section(text)] });

/** A fresh trigger id, as the app gets it with a command. */
export async function freshTrigger(test: TestSlack, as = dana): Promise<string> {
  await test.slack.send({ as, conversation: `D${as.slice(1)}`, text: '/notebook-audit' });
  return new URLSearchParams(test.requests.at(-1)?.body).get('trigger_id') ?? '';
}
