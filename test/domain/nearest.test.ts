import { nearest } from '../../src/domain/nearest';

describe('the nearest word', () => {
  const words = ['show', 'help', 'list'];
  it.each([
    ['shwo', 'show'],
    ['hlep', 'help'],
    ['lst', 'list'],
    ['SHOW', 'show'],
    ['shows', 'show'],
    ['export', null],
    ['', null],
    ['<!channel>', null],
  ])('to "%s" is %s', (typed, expected) => {
    expect(nearest(typed, words)).toBe(expected);
  });
});
