import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { localWorkspace } from '../workspace';
import { post } from './api';
import { AwsPane } from './aws-pane';
import { Conversation } from './conversation';
import { HomeView } from './home';
import { Modals } from './modal';
import { type Page, PageProvider } from './page-context';
import { placeWithNews } from './places';
import { SampleProgress } from './sample-progress';
import { Sidebar } from './sidebar';
import { StartOver } from './start-over';
import { TopBar } from './top-bar';
import { forgetClosedTour } from './tour';
import { TraceDrawer } from './trace-drawer';
import { useStateFeed } from './use-state-feed';

const firstPerson = localWorkspace.people.find((person) => person.role)?.id ?? '';

/** What the centre shows: a conversation by id, `home`, or (null) the DM with the bot. */
export type Place = string | 'home' | null;
type Pane = 'menu' | 'slack' | 'aws';

const panes: { id: Pane; label: string }[] = [
  { id: 'menu', label: 'Menu' },
  { id: 'slack', label: 'Slack' },
  { id: 'aws', label: 'AWS' },
];

export function App() {
  const [as, setAs] = useState(firstPerson);
  const [place, setPlace] = useState<Place>(null);
  const [pane, setPane] = useState<Pane>('slack');
  const { state, lost, refresh } = useStateFeed(as);
  const toast = useToast();
  /** Grows when everything starts over, so that no part keeps what it remembered. */
  const [round, setRound] = useState(0);
  const [asking, setAsking] = useState(false);
  const arriving = useRef(false);

  useLayoutEffect(() => {
    if (!arriving.current || state?.me !== as) return;
    arriving.current = false;
    setPlace((before) => placeWithNews(state.conversations) ?? before);
  }, [state, as]);

  if (!state) return <p class="loading">{lost ? 'The local server does not answer yet.' : 'Opening the workspace…'}</p>;

  const send: Page['send'] = async (path, body = {}) => {
    const outcome = await post(path, { as, ...body });
    await refresh();
    return outcome;
  };
  const runCommand = async (command: string) => {
    setPane('aws');
    const outcome = await send('/api/aws/create', { command });
    toast.show(outcome.ok ? 'AWS accepted the launch.' : `AWS refused: ${outcome.error ?? 'no answer'}`);
  };
  const startOver = async () => {
    setAsking(false);
    const outcome = await send('/api/reset');
    if (!outcome.ok) return toast.show(`Could not start over: ${outcome.error ?? 'no answer'}`);
    forgetClosedTour();
    setAs(firstPerson);
    setPlace(null);
    setPane('slack');
    setRound(round + 1);
    toast.show('Started over: the workspace is as new.');
  };
  const fillSample = async () => {
    const outcome = await send('/api/sample');
    toast.show(
      outcome.ok
        ? 'The sample quarter is here. Look around as each role: App Home, the channel, /notebook-audit list.'
        : `The sample was not filled in: ${outcome.error ?? 'no answer'}`,
    );
  };
  const page: Page = {
    state,
    send,
    notify: toast.show,
    startOver: () => setAsking(true),
    fillSample: () => void fillSample(),
    runCommand,
  };
  const open = (next: Place) => {
    arriving.current = false;
    setPlace(next);
    setPane('slack');
  };
  const conversation =
    state.conversations.find(({ id }) => id === place) ?? state.conversations.find(({ kind }) => kind === 'dm');

  return (
    <PageProvider value={page}>
      <div class="app" data-pane={pane}>
        <TopBar lost={lost} />
        <nav class="panes" aria-label="Panes">
          {panes.map(({ id, label }) => (
            <button key={id} type="button" aria-pressed={pane === id} data-for={id} onClick={() => setPane(id)}>
              {label}
            </button>
          ))}
        </nav>
        <Sidebar
          key={`sidebar-${round}`}
          place={place === 'home' ? 'home' : (conversation?.id ?? null)}
          onOpen={open}
          onActAs={(id) => {
            arriving.current = id !== as && place !== 'home';
            setAs(id);
            setPlace(place === 'home' ? 'home' : null);
          }}
        />
        <main class="centre">
          {place === 'home' ? (
            <HomeView key={state.me} />
          ) : (
            conversation && (
              <Conversation
                key={`${as}-${conversation.id}-${round}`}
                conversation={conversation}
                onLaunch={() => setPane('aws')}
              />
            )
          )}
        </main>
        <AwsPane key={`aws-${round}`} />
        <TraceDrawer />
        <Modals />
        <SampleProgress />
        {asking && <StartOver onConfirm={() => void startOver()} onKeep={() => setAsking(false)} />}
        <div class="toast" role="status" aria-live="polite" data-shown={toast.text !== ''}>
          <bdi>{toast.text}</bdi>
        </div>
      </div>
    </PageProvider>
  );
}

function useToast() {
  const [text, setText] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const show = useCallback((next: string) => {
    clearTimeout(timer.current);
    setText(next);
    timer.current = setTimeout(() => setText(''), 6000);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return { text, show };
}
