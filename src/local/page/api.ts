import type { Outcome, PageState } from '../page-state';

/** The page as this person sees it. Throws when the server does not answer with a state. */
export async function fetchState(as: string): Promise<PageState> {
  const response = await fetch(`/api/state?as=${encodeURIComponent(as)}`);
  if (!response.ok) throw new Error(`the local server answered ${response.status}`);
  return (await response.json()) as PageState;
}

/** POSTs JSON. Never throws: a server that cannot be reached is a failed Outcome. */
export async function post(path: string, body: Record<string, unknown>): Promise<Outcome> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Outcome;
  } catch {
    return { ok: false, error: 'the local server does not answer' };
  }
}
