import * as fc from 'fast-check';
import { ageMs, launchId, launchOf, parseLaunchId, referenceOf, wholeSeconds } from '../../src/domain/notebook';
import { aNotebook } from '../support/a-finding';

const launch = launchOf(aNotebook());
const letters = (text: string, size: { minLength: number; maxLength: number }) =>
  fc.string({ unit: fc.constantFrom(...text), ...size });

describe('a launch', () => {
  it('has its name in lower case, as AWS writes it in ARNs', () => {
    expect(launch).toEqual({
      account: '111122223333',
      region: 'eu-west-1',
      name: 'churn-model',
      createdAt: '2026-11-24T09:12:30Z',
    });
  });

  it('is named in whole seconds', () => {
    expect(wholeSeconds(new Date('2026-11-24T09:12:30.999Z'))).toBe('2026-11-24T09:12:30Z');
  });

  it('has an id that is read back as the same launch', () => {
    expect(launchId(launch)).toBe('111122223333/eu-west-1/churn-model/2026-11-24T09:12:30Z');
    void fc.assert(
      fc.property(
        fc.record({
          account: letters('0123456789', { minLength: 12, maxLength: 12 }),
          region: fc.constantFrom('eu-west-1', 'us-gov-west-1', 'eusc-de-east-1'),
          name: letters('abc0-9', { minLength: 1, maxLength: 63 }),
          createdAt: fc.date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true }).map(wholeSeconds),
        }),
        (one) => {
          expect(parseLaunchId(launchId(one))).toEqual(one);
          expect(launchId(one).length).toBeLessThanOrEqual(112);
        },
      ),
    );
  });

  it.each([
    '',
    'churn-model',
    '111122223333/eu-west-1/churn-model',
    '111122223333/eu-west-1/Churn-Model/2026-11-24T09:12:30Z',
    '111122223333/eu-west-1/churn#model/2026-11-24T09:12:30Z',
    '111122223333/eu-west-1/../2026-11-24T09:12:30Z',
    '11112222333/eu-west-1/churn-model/2026-11-24T09:12:30Z',
    '111122223333/eu-west-1/churn-model/2026-11-24T09:12:30.000Z',
    '111122223333/eu-west-1/churn-model/2026-11-24T09:12:30Z\n',
    ' 111122223333/eu-west-1/churn-model/2026-11-24T09:12:30Z',
    `111122223333/eu-west-1/${'a'.repeat(64)}/2026-11-24T09:12:30Z`,
    '<111122223333/eu-west-1/churn-model/2026-11-24T09:12:30Z>',
  ])('is not read from %j', (text) => {
    expect(parseLaunchId(text)).toBeNull();
  });
});

describe('a reference', () => {
  it('is always the same for a launch, and short enough to say', () => {
    expect(referenceOf(launch)).toBe(referenceOf(launchOf(aNotebook({ name: 'CHURN-model' }))));
    expect(referenceOf(launch)).toMatch(/^NB-[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it('does not change between releases: it stands in threads and tickets', () => {
    expect(referenceOf(launch)).toBe('NB-DV1X');
  });

  it('is another one when the name is used again', () => {
    expect(referenceOf({ ...launch, createdAt: '2026-11-25T09:12:30Z' })).not.toBe(referenceOf(launch));
  });
});

describe('the age of a notebook', () => {
  it('counts from its creation', () => {
    expect(ageMs({ createdAt: '2026-11-24T09:12:30Z' }, new Date('2026-11-24T09:13:00.500Z'))).toBe(30_500);
  });
});
