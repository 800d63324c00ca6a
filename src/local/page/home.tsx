import { useEffect } from 'preact/hooks';
import { BlockList } from './blocks/block';
import { SurfaceProvider, useForm, useSurfaceFor } from './blocks/surface';
import { usePage } from './page-context';

/** The App Home tab of the acting person, who is the same as long as it is shown. Opening it tells the app, which publishes it anew. */
export function HomeView() {
  const { state, send } = usePage();
  const blocks = state.home?.blocks ?? [];
  const surface = useSurfaceFor({ kind: 'home' }, useForm(blocks));
  useEffect(() => {
    void send('/api/slack/home');
  }, []);
  return (
    <section class="conversation" aria-label="App Home">
      <header class="conversation-header">
        <h1>Notebook Audit</h1>
        <p>Home</p>
      </header>
      <div class="home">
        {state.home ? (
          <SurfaceProvider value={surface}>
            <BlockList blocks={blocks} />
          </SurfaceProvider>
        ) : (
          <p class="empty">Home is on its way…</p>
        )}
      </div>
    </section>
  );
}
