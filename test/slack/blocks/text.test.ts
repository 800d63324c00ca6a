import * as fc from 'fast-check';
import { capitalised, escaped, plain, shortened } from '../../../src/slack/blocks/text';

describe('plain text', () => {
  it('is one line, without marks that turn the direction of what follows', () => {
    expect(plain(' two\nlines\u0000 \u202E\u061Cturned ')).toEqual({
      type: 'plain_text',
      text: 'two lines turned',
      emoji: false,
    });
  });

  it('is cut only when it is too long, and says so', () => {
    expect(plain('x'.repeat(75), 75).text).toBe('x'.repeat(75));
    expect(plain('x'.repeat(76), 75).text).toBe(`${'x'.repeat(74)}…`);
  });

  it('fits by the count of JavaScript, and never holds half a character', () => {
    void fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 2, max: 150 }), (text, most) => {
        const cut = plain(text, most).text;
        expect(cut.length).toBeLessThanOrEqual(most);
        expect(cut).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});

describe('escaped text', () => {
  it('cannot mention, link or start a line', () => {
    expect(escaped('<!channel>\n> <https://x|y> & co')).toBe('&lt;!channel&gt; &gt; &lt;https://x|y&gt; &amp; co');
  });
});

it('a capitalised phrase changes in its first letter only', () => {
  expect(capitalised('root access by AWS')).toBe('Root access by AWS');
  expect(capitalised('')).toBe('');
});

describe('shortened', () => {
  it.each([
    ['a text that fits', 'as it is', 20, 'as it is'],
    ['an entity', 'fish &amp; chips', 8, 'fish …'],
    ['a mention', 'ask <@U0MARIA> about it', 10, 'ask …'],
    ['a date', 'by <!date^1^{date}|then>, please', 20, 'by …'],
    ['a character of two halves', 'ab😀cd', 4, 'ab…'],
    ['plain words', 'some more words', 10, 'some more…'],
  ])('does not cut inside %s', (_what, text, most, expected) => {
    expect(shortened(text, most)).toBe(expected);
  });
});
