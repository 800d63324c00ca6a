import { cityOf, placeWithNews } from '../../../src/local/page/places';

const channel = (unread: number) => ({ id: 'C1', name: 'security', kind: 'channel' as const, unread });
const dm = (unread: number) => ({ id: 'D1', name: 'Notebook Audit', kind: 'dm' as const, unread });

test('what waits for a person is opened, their own DM before a channel', () => {
  expect(placeWithNews([channel(2), dm(0)])).toBe('C1');
  expect(placeWithNews([channel(2), dm(1)])).toBe('D1');
  expect(placeWithNews([channel(0), dm(0)])).toBeNull();
});

test('a time zone is shown as its city', () => {
  expect(cityOf('Europe/London')).toBe('London');
  expect(cityOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
  expect(cityOf('UTC')).toBe('UTC');
});
