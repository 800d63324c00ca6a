import type { Command, Finding, Line } from '../../src/domain/finding';
import { transition } from '../../src/domain/state-machine';
import { aFinding } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';
import { changedBy } from '../support/changes';

const request: Command = {
  type: 'request_exception',
  by: 'U0MARIA',
  requestId: 'V1',
  rules: ['notebook-no-direct-internet-access'],
  until: '2026-12-08T16:00:00.000Z',
  category: 'packages',
  reason: 'The build needs packages.',
};
const question = (text: string): Command => ({ type: 'ask', by: 'U0SEC', requestId: 'V1', question: text });
const answer = (text: string, by = 'U0MARIA'): Command => ({ type: 'answer', by, requestId: 'V1', answer: text });

function lines({ messages }: Finding): [string, Line][] {
  return Object.values(messages).flatMap(({ to, line }) => (line ? [[to, line]] : []));
}

function refused(finding: Finding, command: Command) {
  return transition(finding, command, { now: '2026-11-24T18:00:00.000Z', policy: aPolicy() });
}

describe('a question of security', () => {
  it('goes to the requester, and the answer to whoever asked', () => {
    const answered = changedBy(aFinding(), [request, question('Which packages?'), answer('Ours.', 'U0LEAD')]);
    expect(answered.request?.questions).toEqual([
      {
        by: 'U0SEC',
        at: '2026-11-24T11:00:00.000Z',
        text: 'Which packages?',
        answer: { by: 'U0LEAD', at: '2026-11-24T12:00:00.000Z', text: 'Ours.' },
      },
    ]);
    expect(lines(answered)).toEqual([
      ['U0MARIA', { about: 'asked', by: 'U0SEC', question: 'Which packages?' }],
      ['U0SEC', { about: 'answered', by: 'U0LEAD', answer: 'Ours.' }],
    ]);
  });

  it('moves neither the status nor the time in which an answer is due', () => {
    const pending = changedBy(aFinding(), [request]);
    const asked = changedBy(aFinding(), [request, question('Which packages?')]);
    expect(asked.status).toBe('exception_requested');
    expect(asked.request?.timeoutAt).toBe(pending.request?.timeoutAt);
  });

  it('is answered once: the first answer stays', () => {
    const answered = changedBy(aFinding(), [request, question('Which packages?'), answer('Ours.')]);
    expect(refused(answered, answer('Theirs.', 'U0LEAD'))).toEqual({
      kind: 'unchanged',
      refusal: { code: 'already', by: 'U0MARIA', at: '2026-11-24T12:00:00.000Z' },
    });
  });

  it('has to be asked before it is answered', () => {
    expect(refused(changedBy(aFinding(), [request]), answer('Ours.'))).toEqual({
      kind: 'refused',
      refusal: { code: 'no_question' },
    });
  });

  it('about a request that was decided is refused', () => {
    const denied = changedBy(aFinding(), [request, { type: 'deny', by: 'U0SEC', requestId: 'V1', reason: 'No.' }]);
    for (const command of [question('Which packages?'), answer('Ours.')]) {
      expect(refused(denied, command)).toMatchObject({
        kind: 'refused',
        refusal: { code: 'moved_on', command: 'deny' },
      });
    }
  });

  it('is kept among the last five', () => {
    const asked = changedBy(aFinding(), [request, ...['1', '2', '3', '4', '5', '6'].map(question)]);
    expect(asked.request?.questions.map(({ text }) => text)).toEqual(['2', '3', '4', '5', '6']);
  });
});
