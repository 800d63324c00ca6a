import { readTags } from '../../../src/local/page/launch';

test('tags are read line by line, values may hold an equals sign', () => {
  expect(readTags('Owner=dana@acme.example\n Project = churn \nNote=a=b\n\n=nameless\nEmpty')).toEqual({
    Owner: 'dana@acme.example',
    Project: 'churn',
    Note: 'a=b',
    Empty: '',
  });
});
