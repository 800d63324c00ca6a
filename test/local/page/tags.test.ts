import { changedTags, readTags, tagLines } from '../../../src/local/page/tags';

test('tags are read line by line, values may hold an equals sign', () => {
  expect(readTags('Owner=dana@acme.example\n Project = churn \nNote=a=b\n\n=nameless\nEmpty')).toEqual({
    Owner: 'dana@acme.example',
    Project: 'churn',
    Note: 'a=b',
    Empty: '',
  });
});

test('what is shown is read back as it was', () => {
  const tags = { Owner: 'dana', Note: 'a=b', Empty: '' };
  expect(readTags(tagLines(tags))).toEqual(tags);
});

test('only tags that are new or another value are changes', () => {
  expect(changedTags({ Owner: 'dana', Team: 'growth' }, { Owner: 'lena', Team: 'growth', Project: 'x' })).toEqual({
    Owner: 'lena',
    Project: 'x',
  });
});
