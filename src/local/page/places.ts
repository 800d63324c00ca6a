import type { PageState } from '../page-state';

type Conversations = PageState['conversations'];

/** Where something waits for a person: the DM with the bot first, else a channel; null when all is read. */
export function placeWithNews(conversations: Conversations): string | null {
  const unread = conversations.filter((conversation) => conversation.unread > 0);
  return (unread.find(({ kind }) => kind === 'dm') ?? unread[0])?.id ?? null;
}

/** The city of an IANA time zone, as people say it: `America/New_York` is New York. */
export function cityOf(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}
