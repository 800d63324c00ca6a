import { COMMAND_WORDS } from '../../src/domain/command-line';
import { ACTIONS, MENU, VIEWS } from '../../src/slack/ids';
import { ABOUT_FINDINGS } from '../support/authority/about-findings';
import { ABOUT_LISTS, NO_RIGHT_NEEDED } from '../support/authority/about-lists';
import { ABOUT_REQUESTS } from '../support/authority/about-requests';
import { differences } from '../support/authority/table';
import { type Stage, setStage } from '../support/authority/trial';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

describe('what can be typed, listed and seen in App Home', () => {
  it.each(ABOUT_LISTS)('$name: by whom, and when', async (right) => {
    expect(differences(await stage.trial(right), right.may)).toEqual([]);
  });
});

it('has a table, or a reason for none, for everything that can be pressed, sent or typed', () => {
  const ids = [ACTIONS, MENU, VIEWS].flatMap((group): string[] => Object.values(group));
  const named = [...ABOUT_FINDINGS, ...ABOUT_REQUESTS, ...ABOUT_LISTS].map(({ name }) => name);
  const explained = Object.keys(NO_RIGHT_NEEDED);
  expect(ids.filter((id) => !named.includes(id) && !explained.includes(id))).toEqual([]);
  expect(explained.filter((id) => named.includes(id) || !ids.includes(id))).toEqual([]);
  const words = named.map((name) => name.split(' ')[0]);
  expect(COMMAND_WORDS.filter((word) => !words.includes(word))).toEqual([]);
});
