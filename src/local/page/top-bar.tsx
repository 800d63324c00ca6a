import type { ClockRequest, SampleState } from '../page-state';
import { formatSlackDate } from './blocks/dates';
import { Menu } from './menu';
import { useDateView, usePage } from './page-context';

const HOUR_MS = 3_600_000;

/** What this page is, and its clock. */
export function TopBar({ lost }: { lost: boolean }) {
  const { state } = usePage();
  return (
    <header class="top-bar">
      <p>
        {lost ? (
          <strong role="alert">The local server does not answer. Is `npm start` still running?</strong>
        ) : (
          <>
            <span class="top-long">Everything here runs the real handlers on this computer. Nothing leaves it. </span>
            <strong>Not Slack: a preview.</strong>
            {state.sample.isFilled && <span class="sample"> Sample: people and notebooks are made up.</span>}
          </>
        )}
      </p>
      <ClockMenu />
    </header>
  );
}

function ClockMenu() {
  const { state, send, notify, fillSample, startOver } = usePage();
  const view = useDateView();
  const shown = (iso: string, format: string) => formatSlackDate(Date.parse(iso) / 1000, format, view);
  const moved = state.clock.offsetMs > HOUR_MS / 2;
  const move = async (to: ClockRequest['to']) => {
    const outcome = await send('/api/clock', { to });
    if (!outcome.ok) notify(`The clock did not move: ${outcome.error ?? 'no answer'}`);
  };
  const items = [
    { label: '+1 hour', onSelect: () => void move('hour') },
    { label: '+1 day', onSelect: () => void move('day') },
    {
      label: 'To the next thing due',
      description: state.nextDue ? shown(state.nextDue, '{date_short_pretty} at {time}') : 'Nothing is due',
      disabled: state.nextDue === null,
      onSelect: () => void move('next'),
    },
    ...(state.grantEnds
      ? [
          {
            label: 'To the day before the exception ends',
            description: `It ends ${shown(state.grantEnds, '{date_short_pretty} at {time}')}`,
            onSelect: () => void move('before_grant_ends'),
          },
        ]
      : []),
    {
      label: 'Fill with a sample quarter',
      description: sampleWords(state.sample),
      disabled: state.sample.isFilled || state.sample.refusal !== undefined,
      onSelect: () => fillSample(),
    },
    { label: 'Start over', description: 'Back to now, with an empty workspace', onSelect: () => startOver() },
  ];
  return (
    <Menu label="Clock" className="clock" items={items}>
      <span class="clock-icon" aria-hidden="true" />
      <span>{moved ? shown(state.clock.now, '{date_short} at {time}') : 'Clock: now'}</span>
      {moved && <small>+{aheadWords(state.clock.offsetMs)}</small>}
      <span aria-hidden="true">▾</span>
    </Menu>
  );
}

function sampleWords({ isFilled, refusal, weeks }: SampleState): string {
  if (refusal !== undefined) return refusal;
  return isFilled ? 'It is here. Start over to fill again' : `${weeks} made-up weeks, in under a minute`;
}

function aheadWords(offsetMs: number): string {
  const hours = Math.round(offsetMs / HOUR_MS);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
