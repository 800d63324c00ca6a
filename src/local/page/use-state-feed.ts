import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageState } from '../page-state';
import { fetchState } from './api';

interface StateFeed {
  state: PageState | null;
  /** Whether the server has stopped answering. */
  lost: boolean;
  /** Asks for the state again; calls during a request are joined into one that follows it. */
  refresh(): Promise<void>;
}

/** The state of the page for one person, fetched again after every change on the server. */
export function useStateFeed(as: string): StateFeed {
  const [state, setState] = useState<PageState | null>(null);
  const [lost, setLost] = useState(false);
  const person = useRef(as);
  const running = useRef<Promise<void> | null>(null);
  const again = useRef(false);
  person.current = as;

  const load = async () => {
    do {
      again.current = false;
      const asked = person.current;
      try {
        const next = await fetchState(asked);
        setLost(false);
        if (asked === person.current) setState(next);
        else again.current = true;
      } catch {
        setLost(true);
      }
    } while (again.current);
    running.current = null;
  };
  const refresh = () => {
    if (running.current) again.current = true;
    else running.current = load();
    return running.current ?? Promise.resolve();
  };

  useEffect(() => {
    void refresh();
  }, [as]);
  useEffect(() => {
    const stream = new EventSource('/api/stream');
    stream.addEventListener('changed', () => void refresh());
    stream.addEventListener('open', () => void refresh());
    stream.addEventListener('error', () => setLost(stream.readyState !== EventSource.OPEN));
    return () => stream.close();
  }, []);
  return { state, lost, refresh };
}
