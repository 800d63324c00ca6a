import type { KnownBlock, ModalView } from '@slack/types';
import type { FindingSummary } from '../../../domain/finding-summary';
import { ACTIONS, blockId, VIEWS } from '../../ids';
import { stateAndDate } from '../home-rows';
import { type ListPage, writePage } from '../positions';
import { button, context, mrkdwn, name, section } from '../text';
import { type BlockContext, place, ruleNames } from '../wording';
import { info } from './form';

/** The notebooks that nobody owns, or wants, each with the button that names somebody. */
export function orphansModal(rows: FindingSummary[], page: ListPage, blockContext: BlockContext): ModalView {
  const isFirst = page.after === null;
  const hasNext = page.next !== null;
  return info({
    title: 'Assign owners',
    callback: VIEWS.orphans,
    state: writePage(page),
    blocks: [
      ...(rows.length > 0
        ? [
            context(
              'I found no owner for these, or their owner says they are not theirs. The earliest fix date comes first.',
            ),
          ]
        : [
            section(
              isFirst && !hasNext ? '*Every notebook has an owner*, as far as you can see.' : 'None on this page.',
            ),
          ]),
      ...rows.map((row) => orphanRow(row, blockContext)),
      ...turning({ isFirst, hasNext }),
    ],
  });
}

function orphanRow(row: FindingSummary, { policy, now }: BlockContext): KnownBlock {
  const { launch, rules, reference, version } = row;
  const facts = [
    `*${name(row.name)}*`,
    ruleNames(rules),
    ...(row.disowned ? ['handed back'] : []),
    stateAndDate(row, now),
    place(policy, launch),
    reference,
  ];
  return {
    type: 'section',
    block_id: blockId('row', { launch }, version),
    text: mrkdwn(facts.join(' · ')),
    accessory: button('Assign Owner', ACTIONS.assignOwner, { accessibility_label: `Assign ${row.name}` }),
  };
}

function turning({ isFirst, hasNext }: { isFirst: boolean; hasNext: boolean }): KnownBlock[] {
  const elements = [
    ...(isFirst ? [] : [button('Earlier', ACTIONS.orphansEarlier)]),
    ...(hasNext ? [button('Later', ACTIONS.orphansLater)] : []),
  ];
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}
