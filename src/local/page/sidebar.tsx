import type { Place } from './app';
import { usePage } from './page-context';
import { cityOf } from './places';
import { Tour } from './tour';

interface SidebarProps {
  place: string | null;
  onOpen: (place: Place) => void;
  onActAs: (id: string) => void;
}

export function Sidebar({ place, onOpen, onActAs }: SidebarProps) {
  const { state } = usePage();
  const channels = state.conversations.filter(({ kind }) => kind === 'channel');
  const dms = state.conversations.filter(({ kind }) => kind === 'dm');
  return (
    <nav class="sidebar" aria-label="Workspace">
      <ActingAs onActAs={onActAs} />
      <div class="places">
        <button
          type="button"
          class="place"
          aria-current={place === 'home' ? 'page' : undefined}
          onClick={() => onOpen('home')}
        >
          <span class="place-icon" aria-hidden="true">
            ⌂
          </span>
          App Home
        </button>
        <h2>Channels</h2>
        {channels.map((channel) => (
          <PlaceButton key={channel.id} {...channel} icon="#" current={channel.id === place} onOpen={onOpen} />
        ))}
        <h2>Apps</h2>
        {dms.map((dm) => (
          <PlaceButton key={dm.id} {...dm} icon="◆" current={dm.id === place} onOpen={onOpen} />
        ))}
      </div>
      <Tour />
    </nav>
  );
}

function ActingAs({ onActAs }: { onActAs: (id: string) => void }) {
  const { state } = usePage();
  const me = state.people.find(({ id }) => id === state.me);
  const timeZone = state.users[state.me]?.tz;
  return (
    <fieldset class="acting">
      <legend>Acting as</legend>
      <div class="segments">
        {state.people.map(({ id, role, unread }) => (
          <button key={id} type="button" aria-pressed={id === state.me} onClick={() => onActAs(id)}>
            {role}
            {unread > 0 && id !== state.me && <Unread count={unread} />}
          </button>
        ))}
      </div>
      <p>{timeZone ? `${me?.name} · ${cityOf(timeZone)}` : me?.name}</p>
    </fieldset>
  );
}

function Unread({ count }: { count: number }) {
  return (
    <span class="unread" title={`${count} unread`}>
      <span class="visually-hidden">, {count} unread</span>
    </span>
  );
}

interface PlaceButtonProps {
  id: string;
  name: string;
  unread: number;
  icon: string;
  current: boolean;
  onOpen: (place: Place) => void;
}

function PlaceButton({ id, name, unread, icon, current, onOpen }: PlaceButtonProps) {
  const waiting = unread > 0 && !current;
  return (
    <button
      type="button"
      class="place"
      data-unread={waiting}
      aria-current={current ? 'page' : undefined}
      onClick={() => onOpen(id)}
    >
      <span class="place-icon" aria-hidden="true">
        {icon}
      </span>
      <span class="place-name">{name}</span>
      {waiting && (
        <span class="count">
          {unread}
          <span class="visually-hidden"> unread</span>
        </span>
      )}
    </button>
  );
}
