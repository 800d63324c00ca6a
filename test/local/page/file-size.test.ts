import { fileSize } from '../../../src/local/page/file-size';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1023, '1023 bytes'],
  [1024, '1 KB'],
  [18_432, '18 KB'],
  [1_500_000, '1.4 MB'],
])('%i bytes are shown as %s', (bytes, words) => {
  expect(fileSize(bytes)).toBe(words);
});
