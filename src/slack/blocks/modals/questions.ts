import type { ModalView } from '@slack/types';
import type { ExceptionRequest, Finding, Question } from '../../../domain/finding';
import { VIEWS } from '../../ids';
import { quotation } from '../card-parts';
import { context, mention, moment, section } from '../text';
import { actor, type BlockContext } from '../wording';
import { requestSentence } from './decisions';
import { FIELDS, form, textField } from './form';
import { subjectLine } from './subject-line';

/** Security asks the requester something before it decides. */
export function askModal(finding: Finding, request: ExceptionRequest, blockContext: BlockContext): ModalView {
  return form({
    title: 'Ask the requester',
    submit: 'Send question',
    callback: VIEWS.ask,
    subject: { launch: finding.launch, requestId: request.id },
    blocks: [
      subjectLine(finding, blockContext),
      section(requestSentence(request)),
      textField(FIELDS.question, {
        label: 'Question',
        hint: 'The answer appears on the card; the due time does not move.',
      }),
    ],
  });
}

/** The requester, or who may decide on the notebook, answers the question. */
export function answerModal(
  finding: Finding,
  { request, question }: { request: ExceptionRequest; question: Question },
  blockContext: BlockContext,
): ModalView {
  return form({
    title: 'Answer security',
    submit: 'Send answer',
    callback: VIEWS.answer,
    subject: { launch: finding.launch, requestId: request.id },
    blocks: [
      subjectLine(finding, blockContext),
      context(`Asked by ${actor(question.by)}, ${moment(question.at)}, about the request of ${mention(request.by)}`),
      quotation('Question', question.text),
      textField(FIELDS.answer, { label: 'Answer', hint: 'Shown to security on the request card.' }),
    ],
  });
}
