import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Outcome, PageState } from '../page-state';

/** What every part of the page may read and do. */
export interface Page {
  state: PageState;
  /** POSTs as the acting person; a failure to reach the server is an Outcome too. */
  send(path: string, body?: Record<string, unknown>): Promise<Outcome>;
  /** Says something for a few seconds at the foot of the page. */
  notify(text: string): void;
  /** Lives through the sample quarter. */
  fillSample(): void;
  /** Asks, and then removes everything and goes back to where the preview began. */
  startOver(): void;
  /** Hands a whole `aws sagemaker create-notebook-instance …` line to the AWS pane. */
  runCommand(command: string): Promise<void>;
}

const Context = createContext<Page | null>(null);

export const PageProvider = Context.Provider;

/** The page around a component. */
export function usePage(): Page {
  const page = useContext(Context);
  if (!page) throw new Error('used outside the page');
  return page;
}

/** The acting person's time zone and the local clock. */
export function useDateView(): { timeZone: string; now: string } {
  const { state } = usePage();
  return { timeZone: state.users[state.me]?.tz ?? 'UTC', now: state.clock.now };
}
