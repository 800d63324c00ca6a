import type { HomeView, KnownBlock } from '@slack/types';
import type { Home, HomeTab } from '../../domain/home';
import { ACTIONS } from '../ids';
import { homeMetadata } from './home-metadata';
import { minePart } from './home-mine';
import { securityPart } from './home-security';
import { teamPart } from './home-team';
import { button, context, moment, section } from './text';
import type { BlockContext } from './wording';

const TABS: Record<HomeTab, { label: string; action: string }> = {
  mine: { label: 'Mine', action: ACTIONS.homeMine },
  team: { label: 'Team', action: ACTIONS.homeTeam },
  security: { label: 'Security', action: ACTIONS.homeSecurity },
};

/** App Home of one person, in the part that they look at. */
export function homeView(home: Home, blockContext: BlockContext): HomeView {
  const next = home.part === 'security' ? null : home.page.next;
  return {
    type: 'home',
    private_metadata: homeMetadata({ place: home.place, next }),
    blocks: [...top(home, blockContext), ...partOf(home, blockContext)],
  };
}

function top({ tabs, part, unsure }: Home, { now }: BlockContext): KnownBlock[] {
  const elements = tabs.map((tab) => {
    const { label, action } = TABS[tab];
    return button(label, action, tab === part ? { style: 'primary', accessibility_label: `${label}, shown now` } : {});
  });
  return [
    { ...section(`As of ${moment(now)}`), accessory: button('Refresh', ACTIONS.refreshHome) },
    ...(elements.length > 1 ? [{ type: 'actions' as const, elements }] : []),
    ...(unsure
      ? [
          context(
            'Slack did not say who belongs to security: if you do, that part is missing here. *Refresh* in a minute.',
          ),
        ]
      : []),
  ];
}

function partOf(home: Home, blockContext: BlockContext): KnownBlock[] {
  switch (home.part) {
    case 'mine':
      return minePart(home, blockContext);
    case 'team':
      return teamPart(home, blockContext);
    case 'security':
      return securityPart(home, blockContext);
  }
}
