import { compilePattern } from '../../../src/local/aws/event-pattern';

const event = {
  source: 'aws.sagemaker',
  'detail-type': 'AWS API Call via CloudTrail',
  resources: ['arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/one'],
  detail: {
    eventName: 'CreateNotebookInstance',
    size: 5,
    done: false,
    nothing: null,
    empty: [],
    star: 'a*b',
    tags: [
      { key: 'Owner', value: 'dana' },
      { key: 'Team', value: 'growth' },
    ],
    numbers: [1, 20],
  },
};

const detail = (pattern: unknown) => ({ detail: pattern });

describe('an event matches', () => {
  test.each<[string, unknown]>([
    ['an empty pattern', {}],
    ['an exact value among alternatives', { source: ['other', 'aws.sagemaker'] }],
    ['a value in an array of the event', { resources: [{ suffix: '/one' }] }],
    ['false and null as themselves', detail({ done: [false], nothing: [null] })],
    ['a prefix', { source: [{ prefix: 'aws.' }] }],
    ['a prefix in any case', { source: [{ prefix: { 'equals-ignore-case': 'AWS.' } }] }],
    ['a suffix in any case', { source: [{ suffix: { 'equals-ignore-case': 'MAKER' } }] }],
    ['anything but other values', detail({ eventName: [{ 'anything-but': ['StopNotebookInstance', 'X'] }] })],
    ['anything but a number', detail({ size: [{ 'anything-but': 6 }] })],
    ['anything but a prefix', detail({ eventName: [{ 'anything-but': { prefix: 'Delete' } }] })],
    ['anything but one of several wildcards', detail({ eventName: [{ 'anything-but': { wildcard: ['D*', 'S*'] } }] })],
    ['a field that exists', detail({ eventName: [{ exists: true }] })],
    ['a null that exists', detail({ nothing: [{ exists: true }] })],
    ['a field that does not exist', detail({ errorCode: [{ exists: false }] })],
    ['a field that does not exist, in an object that does not', detail({ a: { b: [{ exists: false }] } })],
    ['an empty array as nothing there', detail({ empty: [{ exists: false }] })],
    ['a number in a range', detail({ size: [{ numeric: ['>', 0, '<=', 5] }] })],
    ['a number equal to one', detail({ numbers: [{ numeric: ['=', 20] }] })],
    ['a wildcard', { resources: [{ wildcard: 'arn:aws:sagemaker:*:*:notebook-instance/*' }] }],
    ['a literal star in a wildcard', detail({ star: [{ wildcard: 'a\\*b' }] })],
    ['a value in any case', detail({ eventName: [{ 'equals-ignore-case': 'createnotebookinstance' }] })],
    ['one branch of $or', { $or: [{ source: ['x'] }, detail({ size: [5] })] }],
    [
      'a nested $or beside a field',
      detail({ eventName: [{ prefix: 'Create' }], $or: [{ size: [1] }, { done: [false] }] }),
    ],
    ['one element of an array of objects', detail({ tags: { key: ['Team'], value: ['growth'] } })],
  ])('%s', (_, pattern) => {
    expect(compilePattern(pattern)(event)).toBe(true);
  });
});

describe('an event does not match', () => {
  test.each<[string, unknown]>([
    ['another value', { source: ['aws.ec2'] }],
    ['a number given as a text', detail({ size: ['5'] })],
    ['a field that is missing', detail({ errorCode: ['AccessDenied'] })],
    ['anything-but of a field that is missing', detail({ errorCode: [{ 'anything-but': 'x' }] })],
    ['anything-but of its own value', detail({ eventName: [{ 'anything-but': 'CreateNotebookInstance' }] })],
    ['anything-but of its own prefix', detail({ eventName: [{ 'anything-but': { prefix: 'Create' } }] })],
    ['exists: false of a field that exists', detail({ eventName: [{ exists: false }] })],
    ['exists: true of an object, which is no leaf', { detail: [{ exists: true }] }],
    ['a number outside the range', detail({ size: [{ numeric: ['>', 5] }] })],
    ['a range for a text', detail({ eventName: [{ numeric: ['>', 0] }] })],
    ['a wildcard that matches only a part', detail({ eventName: [{ wildcard: 'Create*Notebook' }] })],
    ['a literal star where there is none', detail({ eventName: [{ wildcard: 'Create\\*' }] })],
    ['a prefix in another case', { source: [{ prefix: 'AWS.' }] }],
    ['no branch of $or', { $or: [{ source: ['x'] }, { source: ['y'] }] }],
    ['fields spread over two elements', detail({ tags: { key: ['Team'], value: ['dana'] } })],
    ['a nested pattern of a plain value', detail({ size: { unit: ['GB'] } })],
  ])('%s', (_, pattern) => {
    expect(compilePattern(pattern)(event)).toBe(false);
  });
});

describe('a pattern is refused', () => {
  test.each<[string, unknown, RegExp]>([
    ['that is a text', 'x', /is an object/],
    ['whose value is no list', { source: 'x' }, /is an object/],
    ['without values', { source: [] }, /no values/],
    ['with an unknown operator', { source: [{ sounds: 'x' }] }, /not an operator/],
    ['with two operators in one', { source: [{ prefix: 'a', suffix: 'b' }] }, /Only one operator/],
    ['with half a comparison', { size: [{ numeric: ['>'] }] }, /pairs/],
    ['with an unknown comparison', { size: [{ numeric: ['~', 1] }] }, /Not a comparison/],
    ['with a double star', { source: [{ wildcard: 'a**b' }] }, /\*\*/],
    ['with an $or of one', { $or: [{ source: ['x'] }] }, /at least two/],
  ])('%s', (_, pattern, reason) => {
    expect(() => compilePattern(pattern)).toThrow(reason);
  });
});
