import { stagePage } from './stage';

const stage = stagePage();

describe('the AWS pane', () => {
  test('the button launches with direct internet access; a refusal stands beside it', async () => {
    await stage.open();
    stage.server.answer('/api/aws/create', { ok: false, error: 'ResourceLimitExceeded: too many' });
    const answered = stage.posted('/api/aws/create');
    await stage.page.getByRole('button', { name: /^Launch nlp-lab/ }).click();
    expect(await answered).toMatchObject([
      { input: { NotebookInstanceName: 'nlp-lab', DirectInternetAccess: 'Enabled', RootAccess: 'Enabled' } },
    ]);
    await stage.page.getByRole('alert').getByText('ResourceLimitExceeded').waitFor();
    expect(await stage.page.locator('#launch + [role="alert"]').textContent()).toBe(
      'AWS refused it: ResourceLimitExceeded: too many',
    );
  });

  test('a refusal stands where it was caused, in AWS’s words, until the form is edited or closed', async () => {
    await stage.open();
    await stage.page.getByRole('button', { name: 'edit ▸' }).click();
    const name = stage.page.getByLabel('Name', { exact: true });
    const refused = async (error: string) => {
      stage.server.answer('/api/aws/create', { ok: false, error });
      await stage.page.getByRole('button', { name: 'Launch as edited' }).click();
      await stage.page.getByRole('alert').waitFor();
    };
    await refused("ValidationException: Value '!' at 'notebookInstanceName' failed to satisfy constraint");
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    const described = await name.getAttribute('aria-describedby');
    expect(await stage.page.getByRole('alert').getAttribute('id')).toBe(described);
    await name.fill('another');
    await stage.page.getByRole('alert').waitFor({ state: 'detached' });
    await refused('ResourceLimitExceeded: too many');
    await stage.page.locator('button:text("Launch as edited") + [role="alert"] bdi', { hasText: 'too many' }).waitFor();
    await stage.page.getByRole('button', { name: 'edit ▾' }).click();
    await stage.page.getByRole('button', { name: 'edit ▸' }).click();
    expect(await stage.page.getByRole('alert').count()).toBe(0);
    await stage.page.getByLabel('Or paste a whole command').fill('rm -rf x');
    stage.server.answer('/api/aws/create', { ok: false, error: 'That is no launch command.' });
    await stage.page.getByRole('button', { name: 'Run the corrected command' }).click();
    await stage.page.locator('.command-form button + [role="alert"]').waitFor();
    expect(await stage.page.getByRole('alert').textContent()).toBe('That is no launch command.');
  });

  test('what is two years old is put there under its name alone', async () => {
    await stage.open();
    await stage.page.getByRole('button', { name: 'edit ▸' }).click();
    await stage.page.getByRole('button', { name: 'Two years old, Amazon Linux 2' }).click();
    expect(await stage.page.getByLabel('Subnet').count()).toBe(0);
    const answered = stage.posted('/api/aws/old');
    await stage.page.getByRole('button', { name: 'Put it there' }).click();
    expect(await answered).toEqual([{ as: 'U0DANA00001', name: 'nlp-lab' }]);
  });

  test('settings show the tags, and send those that changed', async () => {
    await stage.open();
    const row = stage.page
      .getByRole('listitem')
      .filter({ has: stage.page.getByRole('heading', { name: 'churn-eda' }) });
    await row.getByRole('button', { name: 'settings ▸' }).click();
    const tags = row.getByLabel('Tags, one a line');
    const shown = await tags.inputValue();
    expect(shown).toBe('Owner=dana@acme.example\nProject=churn\nTeam=growth\nDataSensitivity=internal');
    await tags.fill(shown.replace('growth', 'search'));
    const answered = stage.posted('/api/aws/update');
    await row.getByRole('button', { name: 'Save changes' }).click();
    expect(await answered).toEqual([
      { as: 'U0DANA00001', input: { NotebookInstanceName: 'churn-eda' }, tags: { Team: 'search' } },
    ]);
  });

  test('the compliant preset launches inside the approved network', async () => {
    await stage.open();
    await stage.page.getByRole('button', { name: 'edit ▸' }).click();
    await stage.page.getByRole('button', { name: 'Compliant' }).click();
    const answered = stage.posted('/api/aws/create');
    await stage.page.getByRole('button', { name: 'Launch as edited' }).click();
    expect(await answered).toMatchObject([
      { input: { DirectInternetAccess: 'Disabled', RootAccess: 'Disabled', SubnetId: 'subnet-0a1b2c3d4e5f60001' } },
    ]);
  });

  test('buttons AWS would refuse are disabled and say why', async () => {
    await stage.open();
    const remove = stage.page.getByRole('button', { name: 'Delete churn-eda' });
    expect(await remove.isDisabled()).toBe(true);
    expect(await remove.getAttribute('title')).toContain('stop it first');
    expect(await stage.page.getByRole('button', { name: 'Delete forecast-lab' }).isEnabled()).toBe(true);
  });

  test('a stopped notebook can be fixed in place', async () => {
    await stage.open();
    const row = stage.page
      .getByRole('listitem')
      .filter({ has: stage.page.getByRole('heading', { name: 'forecast-lab' }) });
    await row.getByRole('button', { name: 'settings ▸' }).click();
    await row.getByLabel('Root access').selectOption('Disabled');
    const answered = stage.posted('/api/aws/update');
    await row.getByRole('button', { name: 'Save changes' }).click();
    expect(await answered).toEqual([
      { as: 'U0DANA00001', input: { NotebookInstanceName: 'forecast-lab', RootAccess: 'Disabled' } },
    ]);
  });
});
