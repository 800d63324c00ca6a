import { ticksUpTo } from '../../../src/local/page/blocks/chart-scale';

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [14, [0, 5, 10, 15]],
  [40, [0, 10, 20, 30, 40]],
  [41, [0, 20, 40, 60]],
  [1999, [0, 500, 1000, 1500, 2000]],
])('a chart up to %i has its lines at %j', (highest, ticks) => {
  expect(ticksUpTo(highest)).toEqual(ticks);
});
