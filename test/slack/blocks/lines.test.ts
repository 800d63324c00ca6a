import type { Line } from '../../../src/domain/finding';
import { messageFor } from '../../../src/slack/blocks/message';
import { aFinding, aMessage } from '../../support/a-finding';
import { aPolicy } from '../../support/a-policy';
import { expectSendable } from '../../support/blocks';

const finding = aFinding();

function lineOf(line: Line): string {
  const content = messageFor(finding, aMessage({ kind: 'line', line }), {
    now: '2026-11-24T12:00:00Z',
    policy: aPolicy(),
  });
  expectSendable(content);
  return content.text;
}

describe('a line', () => {
  it.each<[string, Line, RegExp]>([
    [
      'tells the owner what somebody else planned for them',
      { about: 'acted', by: 'U0LEAD', command: 'schedule_migration', until: '2026-12-03T09:00:00Z' },
      /^<@U0LEAD> chose \*Schedule Migration\* for <!date\^1796288400\^.* on Churn-Model \(NB-/,
    ],
    [
      'tells that it was allowed, and until when',
      { about: 'decided', by: 'U0SEC', outcome: 'granted', until: '2026-12-08T16:00:00Z' },
      /^\*Allowed\*: the request for Churn-Model was granted by <@U0SEC>, until <!date/,
    ],
    [
      'tells why not, and what works instead',
      { about: 'decided', by: 'U0SEC', outcome: 'denied', note: 'The mirror has it. <!channel>' },
      /^\*Not granted\* by <@U0SEC>: the request for Churn-Model\. “The mirror has it\. &lt;!channel&gt;” What works instead: /,
    ],
    [
      'tells that nobody answered',
      { about: 'decided', by: null, outcome: 'timed_out' },
      /^\*No answer from security in time\* for Churn-Model - not your fault\./,
    ],
    [
      'tells who withdrew it',
      { about: 'decided', by: 'U0LEAD', outcome: 'withdrawn', note: 'migration planned for 2026-12-03T09:00:00Z' },
      /^\*Withdrawn\* by <@U0LEAD>: the request for Churn-Model\./,
    ],
    [
      'tells who answered, which may be another than the requester',
      { about: 'answered', by: 'U0LEAD', answer: 'Until Friday.' },
      /^\*Answer\* from <@U0LEAD> about Churn-Model \(NB-.*“Until Friday\.” The request card shows it\.$/,
    ],
  ])('%s', (_what, line, words) => {
    expect(lineOf(line)).toMatch(words);
    expect(lineOf(line)).toContain(finding.reference);
  });
});
