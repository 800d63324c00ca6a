import { DescribeNotebookInstanceCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { type Clock, installClock } from '../../src/local/clock';
import { startTestAws } from '../support/aws';

const HOUR_MS = 3_600_000;

describe('the clock of local mode', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
  });
  afterEach(() => clock.uninstall());

  it('shifts every way of asking for the time, and nothing else', () => {
    const real = Date.now();
    clock.moveTo(new Date(real + HOUR_MS));
    for (const now of [Date.now(), Date.parse(new Date().toISOString()), Date.parse(Date()), clock.now().getTime()]) {
      expect(now - real).toBeGreaterThan(HOUR_MS - 2000);
    }
    expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
    expect(Date.UTC(2026, 0, 1)).toBe(1767225600000);
    expect(new Date() instanceof Date).toBe(true);
  });

  it('never runs backwards, and goes back to real time only on reset', () => {
    clock.moveTo(new Date(Date.now() + HOUR_MS));
    clock.moveTo(new Date(Date.now() - HOUR_MS));
    expect(clock.offsetMs()).toBeGreaterThan(HOUR_MS - 2000);
    clock.reset();
    expect(clock.offsetMs()).toBe(0);
  });

  it('is the one that the stand-ins for AWS tell, so that no SDK takes its own to be wrong and tries a refused call again', async () => {
    clock.moveTo(new Date(Date.now() + 30 * 24 * HOUR_MS));
    const { trace, config, close } = await startTestAws();
    const client = new SageMakerClient({ ...config, maxAttempts: 3 });
    await expect(client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: 'nobody' }))).rejects.toThrow(
      'RecordNotFound',
    );
    expect(trace.recent().filter(({ title }) => title.startsWith('DescribeNotebookInstance'))).toHaveLength(1);
    client.destroy();
    await close();
  });

  it('leaves libraries that extend Date their time zones', () => {
    jest.isolateModules(() => {
      const { endOfDay } = require('../../src/domain/business-hours');
      const hours = { time_zone: 'Europe/Berlin', start: '09:00', end: '17:00', holidays: [] };
      expect(endOfDay('2026-12-01', hours)).toBe('2026-12-01T16:00:00.000Z');
    });
  });
});
