import { faintTexts } from './contrast';
import { everyInput } from './fixture-cards';
import { securityHome } from './fixture-home';
import { charts, csv, digest, listPage } from './fixture-messages';
import { modal } from './fixture-server';
import { dm, message } from './fixture-state';
import { stagePage } from './stage';

const stage = stagePage();

/** A workspace in use: a digest, files, a thread, a list and a full App Home. */
const busy = () =>
  stage.server.change((state) => {
    const asked = message(20, { text: 'churn-eda still waits for your choice' });
    state.home = { blocks: securityHome };
    state.messages[dm] = [
      message(40, { blocks: digest }),
      message(39, { blocks: charts }),
      message(30, { text: 'Your export', files: csv }),
      asked,
      message(19, { text: 'Is the mirror up?', user: 'U0DANA00001', threadTs: asked.ts }),
      message(2, { blocks: listPage(1), ephemeral: true }),
    ];
  });

/** What is wider than the place it is in, of the parts that must not move sideways. */
const tooWide = () =>
  stage.page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('.messages, .home')].flatMap((part) =>
      part.scrollWidth > part.clientWidth ? [part.className || part.tagName] : [],
    ),
  );
const openHome = async (fromMenu: boolean) => {
  if (fromMenu) await stage.page.getByRole('button', { name: 'Menu', exact: true }).click();
  await stage.page.getByRole('button', { name: 'App Home' }).click();
  await stage.page.getByRole('button', { name: 'Refresh' }).waitFor();
};

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

  test.each(['light', 'dark'] as const)(
    '%s: digests, files, threads, lists and Home can be read',
    async (colorScheme) => {
      busy();
      await stage.open({ colorScheme, reducedMotion: 'reduce', viewport: { width: 1440, height: 2400 } });
      await stage.card('Your export').waitFor();
      expect(await faintTexts(stage.page)).toEqual([]);
      await stage.picture(`busy-${colorScheme}`);
      await openHome(false);
      expect(await faintTexts(stage.page)).toEqual([]);
      await stage.picture(`home-${colorScheme}`);
    },
  );

  test('on a phone they stay within its width', async () => {
    busy();
    await stage.open({ viewport: { width: 390, height: 2400 }, reducedMotion: 'reduce' });
    await stage.card('Your export').waitFor();
    expect(await tooWide()).toEqual([]);
    await stage.picture('busy-390');
    await openHome(true);
    expect(await tooWide()).toEqual([]);
    await stage.picture('home-390');
  });
});
