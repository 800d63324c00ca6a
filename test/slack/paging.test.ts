import { EVERYTHING } from '../../src/domain/list-filter';
import { firstPage, pageAfter, pageBefore, pageValue, readPageValue } from '../../src/slack/paging';

const cursor = (page: number) => ({ sort: `1#2026-12-01T16:00:00.${page}Z`, id: `${page}/${'n'.repeat(100)}` });
const filter = { ...EVERYTHING, team: 'g'.repeat(256) };

function pageNumber(count: number) {
  let page: ReturnType<typeof firstPage> = { ...firstPage(filter), total: 400 };
  for (let turned = 1; turned < count; turned += 1) page = { ...page, ...pageAfter(page, cursor(turned), 8) };
  return page;
}

describe('the page that a button leads to', () => {
  it('survives its way through Slack', () => {
    const page = pageNumber(3);
    expect(readPageValue(pageValue(page))).toEqual(page);
  });

  it('leads back the way it came', () => {
    const back = pageBefore(pageNumber(3));
    expect(back).toEqual(pageNumber(2));
    expect(back && pageBefore(back)).toEqual(pageNumber(1));
    expect(pageBefore(pageNumber(1))).toBeNull();
  });

  it('fits a button however far it is; the way back then ends at the first page', () => {
    const far = readPageValue(pageValue(pageNumber(60)));
    expect(pageValue(pageNumber(60)).length).toBeLessThanOrEqual(2000);
    expect(far).toMatchObject({ offset: 59 * 8, after: cursor(59), total: 400 });
    expect(far?.trail.at(-1)).toEqual({ after: cursor(58), offset: 58 * 8 });
    let page = far;
    for (let left = far?.trail.length ?? 0; left > 0 && page; left -= 1) page = pageBefore(page);
    expect(page?.offset).toBeGreaterThan(0);
    expect(page && pageBefore(page)).toEqual(firstPage(filter));
  });

  it.each(['', '{}', 'null', '[1]', '{"filter":{"status":"DROP"}}', `{"at":["${'x'.repeat(300)}",null,0]}`])(
    'is none when the value is not ours: %.40s',
    (value) => {
      expect(readPageValue(value)).toBeNull();
    },
  );
});
