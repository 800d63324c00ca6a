import { launchRequest, presets } from '../../../src/local/page/launch';
import { fixtureState } from '../../browser/fixture-state';

const state = fixtureState('U0DANA00001');
const requestOf = (label: string) => {
  const preset = presets.find((each) => each.label === label);
  if (!preset) throw new Error(`No preset ${label}`);
  return launchRequest(preset.fill(state), state);
};

test('the presets launch what they are called, all on the platform that AWS still takes', () => {
  const platform = { PlatformIdentifier: 'notebook-al2023-v1' };
  expect(requestOf('Misconfigured')).toMatchObject({
    path: '/api/aws/create',
    body: { input: { ...platform, DirectInternetAccess: 'Enabled' } },
  });
  expect(requestOf('Compliant').body).toMatchObject({ input: { ...platform, DirectInternetAccess: 'Disabled' } });
  expect(requestOf('By a pipeline, no tags').body).toMatchObject({ by: 'pipeline', input: { ...platform, Tags: [] } });
  expect(requestOf('Misconfigured').body).not.toHaveProperty('by');
});

test('what is two years old is not launched but put there', () => {
  expect(requestOf('Two years old, Amazon Linux 2')).toEqual({ path: '/api/aws/old', body: { name: 'nlp-lab' } });
});
