import { ABOUT_FINDINGS } from '../support/authority/about-findings';
import { differences } from '../support/authority/table';
import { type Stage, setStage } from '../support/authority/trial';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

describe('what can be done to a finding', () => {
  it.each(ABOUT_FINDINGS)('$name: by whom, and when', async (right) => {
    expect(differences(await stage.trial(right), right.may)).toEqual([]);
  });
});
