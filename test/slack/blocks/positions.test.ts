import {
  FIRST_PAGE,
  NOTHING_REVIEWED,
  pageAfter,
  pageBefore,
  readPage,
  readReview,
  writePage,
  writeReview,
} from '../../../src/slack/blocks/positions';

const cursor = (id: string) => ({ sort: '1#9999', id });

describe('a page', () => {
  it('leads on and back to where it came from', () => {
    const second = pageAfter({ ...FIRST_PAGE, next: cursor('a') });
    expect(second).toEqual({ after: cursor('a'), before: [null], next: null });
    const third = pageAfter({ ...second, next: cursor('b') });
    expect(third.before).toEqual([null, cursor('a')]);
    expect(pageBefore(third)).toEqual(second);
    expect(pageBefore(second)).toEqual(FIRST_PAGE);
    expect(pageBefore(FIRST_PAGE)).toEqual(FIRST_PAGE);
  });

  it('stays where it is at the end', () => {
    expect(pageAfter(FIRST_PAGE)).toEqual(FIRST_PAGE);
  });

  it('survives the way through Slack, and is the first one when something else came back', () => {
    const page = { after: cursor('a|b'), before: [null], next: cursor('c') };
    expect(readPage(writePage(page))).toEqual(page);
    for (const text of ['', 'no JSON', '{}', '[1]', '{"after":{"sort":1}}']) expect(readPage(text)).toEqual(FIRST_PAGE);
  });
});

describe('a place in the queue', () => {
  it('survives the way through Slack, and is the start when something else came back', () => {
    const place = { dueAt: '2026-11-26T16:00:00.000Z', tally: { ...NOTHING_REVIEWED, approved: 3 } };
    expect(readReview(writeReview(place))).toEqual(place);
    for (const text of ['', '{"dueAt":1}', '{"dueAt":"","tally":{"approved":-1}}']) {
      expect(readReview(text)).toEqual({ dueAt: '', tally: NOTHING_REVIEWED });
    }
  });
});
