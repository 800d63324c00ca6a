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
  const next = useRef<Promise<void> | null>(null);
  person.current = as;

  const load = async () => {
    const asked = person.current;
    try {
      const answered = await fetchState(asked);
      setLost(false);
      if (asked === person.current) setState(answered);
      else void refresh();
    } catch {
      setLost(true);
    }
  };
  // Never longer than for the request after the one under way: while much happens there is always one.
  const refresh = (): Promise<void> => {
    if (running.current) {
      next.current ??= running.current.then(() => {
        next.current = null;
        return refresh();
      });
      return next.current;
    }
    running.current = load().finally(() => {
      running.current = null;
    });
    return running.current;
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
