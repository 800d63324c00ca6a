import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TraceEntry } from '../trace';
import { formatSlackDate } from './blocks/dates';
import { useDateView, usePage } from './page-context';
import { flowOf, groupTrace, newestOfInterest, type TraceGroup } from './trace-groups';

const laneWords: Record<string, string> = { events: 'event', lambda: 'handler', page: 'you' };

/** Every real call, grouped by what caused it, newest at the bottom. */
export function TraceDrawer() {
  const { state } = usePage();
  const [open, setOpen] = useState(false);
  const groups = useMemo(() => groupTrace(state.trace), [state.trace]);
  const body = useRef<HTMLDivElement>(null);
  const last = newestOfInterest(groups);

  useLayoutEffect(() => {
    if (open && body.current) body.current.scrollTop = body.current.scrollHeight;
  }, [open, state.trace]);

  return (
    <section class="trace" aria-label="Under the hood" data-open={open}>
      <button type="button" class="trace-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        <strong>Under the hood</strong>
        <span aria-hidden="true">{open ? '▾' : '▸'}</span>
        {!open && (
          <span class="trace-summary">
            {last ? <Flow group={last} /> : 'event → handler → Describe → owner → card'}
          </span>
        )}
      </button>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled list must be reachable by keyboard
        <div class="trace-body" ref={body} tabIndex={0}>
          {groups.length === 0 && (
            <p>Nothing yet. Launch a notebook and every real call appears here, with its time.</p>
          )}
          {groups.map((group) => (
            <Group key={group.seq} group={group} />
          ))}
        </div>
      )}
    </section>
  );
}

/** A group as one line of arrows. */
function Flow({ group }: { group: TraceGroup }) {
  return (
    <>
      {flowOf(group).map((entry, index) => (
        <span key={entry.seq} class="flow-step" data-ok={entry.ok}>
          {index > 0 && <span aria-hidden="true"> → </span>}
          {entry.title}
          {entry.ms !== undefined && <small> {Math.round(entry.ms)} ms</small>}
        </span>
      ))}
    </>
  );
}

function Group({ group }: { group: TraceGroup }) {
  const view = useDateView();
  const time = formatSlackDate(Date.parse(group.at) / 1000, '{date_short} {time_secs}', view);
  return (
    <section class="trace-group">
      <h3>
        <time>{time}</time>
        <span>{group.entries.length === 1 ? '1 call' : `${group.entries.length} calls`}</span>
        {group.failed > 0 && <span class="trace-failed">{group.failed} failed</span>}
      </h3>
      <ol>
        {group.entries.map((entry) => (
          <Row key={entry.seq} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

function Row({ entry }: { entry: TraceEntry }) {
  return (
    <li data-ok={entry.ok} data-not-needed={entry.notNeeded}>
      <span class={`lane lane-${entry.lane}`}>{laneWords[entry.lane] ?? entry.lane}</span>
      <span class="trace-title">{entry.title}</span>
      <span class="trace-detail">{entry.detail}</span>
      <span class="trace-ms">{entry.ms === undefined ? '' : `${Math.round(entry.ms)} ms`}</span>
      <span class="trace-ok">{entry.notNeeded ? '–' : entry.ok ? 'ok' : 'failed'}</span>
    </li>
  );
}
