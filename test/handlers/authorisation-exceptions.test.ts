import { ABOUT_REQUESTS } from '../support/authority/about-requests';
import { differences } from '../support/authority/table';
import { type Stage, setStage } from '../support/authority/trial';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

describe('what can be done to a policy exception', () => {
  it.each(ABOUT_REQUESTS)('$name: by whom, and when', async (right) => {
    expect(differences(await stage.trial(right), right.may)).toEqual([]);
  });
});
