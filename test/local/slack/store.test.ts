import { createStore } from '../../../src/local/slack/store';
import { localWorkspace } from '../../../src/local/workspace';
import { bot, dana, danaDm, helpChannel, lena } from './people';

const start = () => {
  const store = createStore(localWorkspace);
  const named = (id: string) => {
    const conversation = store.conversation(id);
    if (!conversation) throw new Error(`no conversation ${id}`);
    return conversation;
  };
  return { store, help: named(helpChannel), dm: named(danaDm) };
};
const message = { user: bot, text: 'x', blocks: [] };

describe('the store', () => {
  it('stamps messages posted in one moment one after the other', () => {
    const { store, help } = start();
    const stamps = Array.from({ length: 100 }, () => store.post(help, message).ts);
    expect([...new Set(stamps)].sort()).toEqual(stamps);
    expect(stamps).toHaveLength(100);
  });

  it('counts as unread what others said to all', () => {
    const { store, help } = start();
    store.post(help, message);
    store.post(help, { ...message, user: dana });
    store.post(help, { ...message, visibleTo: dana });
    expect(store.unread(help, dana)).toBe(1);
    expect(store.unread(help, lena)).toBe(2);
  });

  it('counts a reply in a thread in a DM, not in a channel', () => {
    const { store, help, dm } = start();
    for (const conversation of [help, dm]) store.post(conversation, { ...message, threadTs: '1.000001' });
    expect(store.unread(help, dana)).toBe(0);
    expect(store.unread(dm, dana)).toBe(1);
  });

  it('starts over without messages and with the first people', () => {
    const { store, dm } = start();
    store.post(dm, message);
    store.editPerson(dana, { deleted: true });
    store.reset();
    expect(store.conversation(danaDm)?.messages).toEqual([]);
    expect(store.person(dana)?.deleted).toBeUndefined();
  });
});
