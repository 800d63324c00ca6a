import { faintTexts } from './contrast';
import { everyInput } from './fixture-cards';
import { modal } from './fixture-server';
import { stagePage } from './stage';

const stage = stagePage();

describe('how it looks', () => {
  test.each(['light', 'dark'] as const)('%s: every text can be read', async (colorScheme) => {
    await stage.open({ colorScheme, reducedMotion: 'reduce' });
    await stage.page.getByRole('button', { name: 'edit ▸' }).click();
    await stage.page.getByRole('button', { name: 'Under the hood' }).click();
    expect(await faintTexts(stage.page)).toEqual([]);
    await stage.page.getByRole('button', { name: 'Under the hood' }).click();
    await stage.picture(`dm-${colorScheme}`);
    await stage.channel();
    await stage.card('Policy exception request').waitFor();
    expect(await faintTexts(stage.page)).toEqual([]);
    await stage.picture(`channel-${colorScheme}`);
    stage.server.change((state) =>
      state.modals.push(modal(everyInput(), { errors: { files: 'Choose what happens.' } })),
    );
    await stage.page.getByRole('dialog').waitFor();
    await stage.picture(`modal-${colorScheme}`);
  });

  test.each([1024, 390])('%i pixels wide: nothing is cut off, and each part is one press away', async (width) => {
    await stage.open({ viewport: { width, height: 800 }, reducedMotion: 'reduce' });
    await stage.page.getByRole('button', { name: 'Acknowledge' }).waitFor();
    expect(await stage.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await stage.picture(`dm-${width}`);
    await stage.page.getByRole('button', { name: 'AWS', exact: true }).click();
    await stage.page.getByRole('button', { name: /^Launch nlp-lab/ }).waitFor();
    expect(await stage.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await stage.picture(`aws-${width}`);
  });
});
