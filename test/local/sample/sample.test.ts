import { firstMonday, momentOf } from '../../../src/local/sample/moments';
import { createSample, NO_SAMPLE } from '../../../src/local/sample/sample';
import { SAMPLE_END, SAMPLE_NAMES, STORY } from '../../../src/local/sample/story';
import { createTurns } from '../../../src/local/sample/turns';
import { localWorkspace } from '../../../src/local/workspace';

const zone = 'Europe/Berlin';

describe('the moments of the sample', () => {
  test('begin on the Monday after now', () => {
    expect(firstMonday(new Date('2026-11-24T10:00:00Z'), zone).toISOString()).toBe('2026-11-30T00:00:00.000+01:00');
    expect(firstMonday(new Date('2026-11-30T00:00:00Z'), zone).toISOString()).toBe('2026-12-07T00:00:00.000+01:00');
  });

  test('are those of the clocks on the wall, when these change too', () => {
    const start = firstMonday(new Date('2027-03-16T10:00:00Z'), zone);
    expect(momentOf('1 Fri 9:30', start).toISOString()).toBe('2027-03-26T08:30:00.000Z');
    expect(momentOf('2 Mon 9:30', start).toISOString()).toBe('2027-03-29T07:30:00.000Z');
  });
});

describe('the story', () => {
  const start = firstMonday(new Date('2026-11-24T10:00:00Z'), zone);
  const handles = new Set([...localWorkspace.people.map(({ name }) => name), 'pipeline']);

  test.each(STORY)(
    '$name is launched once, by somebody of the workspace, and goes on in order until the end',
    (notebook) => {
      expect(STORY.filter(({ name }) => name === notebook.name)).toHaveLength(1);
      const { acts = [] } = notebook;
      expect([notebook.by, ...acts.map(({ who }) => who)].filter((handle) => !handles.has(handle))).toEqual([]);
      const moments = [notebook.at, ...acts.map(({ at }) => at), SAMPLE_END].map((at) => momentOf(at, start).getTime());
      expect(moments).toEqual([...moments].sort((one, other) => one - other));
    },
  );

  test('no visitor launches a notebook of one of its names by the one button', () => {
    const names = ['churn-eda', 'nlp-lab', 'price-model', 'image-labels', 'ad-ranking'];
    expect(names.filter((name) => SAMPLE_NAMES.has(name))).toEqual([]);
  });
});

test('beside a real workspace or another AWS the sample is refused, with what to do', async () => {
  const sample = createSample(null);
  expect(await sample.fill()).toEqual({ ok: false, error: NO_SAMPLE });
  expect(await sample.state()).toMatchObject({ week: null, isFilled: false, refusal: NO_SAMPLE });
  expect(sample.busy()).toBeNull();
});

test('deliveries wait for those before them only when told to', async () => {
  const turns = createTurns();
  const seen: string[] = [];
  const slow = (name: string) => async () => {
    seen.push(`${name} begins`);
    await Promise.resolve();
    seen.push(`${name} ends`);
  };
  await Promise.all([turns.take(slow('a')), turns.take(slow('b'))]);
  expect(seen).toEqual(['a begins', 'b begins', 'a ends', 'b ends']);
  seen.length = 0;
  turns.setOneByOne(true);
  const failing = turns.take(() => Promise.reject(new Error('no')));
  await Promise.all([expect(failing).rejects.toThrow('no'), turns.take(slow('c')), turns.take(slow('d'))]);
  expect(seen).toEqual(['c begins', 'c ends', 'd begins', 'd ends']);
});
