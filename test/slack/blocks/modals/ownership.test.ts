import { assignOwnerModal, notMineModal } from '../../../../src/slack/blocks/modals/ownership';
import { VIEWS } from '../../../../src/slack/ids';
import { aFinding, aNotebook } from '../../../support/a-finding';
import { aPolicy } from '../../../support/a-policy';
import { inputsOf } from '../../../support/submitted';
import { aFindingWith, expectSafe, HOSTILE_TEXTS, textOf } from '../../../support/views';

const context = { now: '2026-11-25T09:00:00Z', policy: aPolicy() };

describe('the form for "not mine"', () => {
  const launchedByJo = aFinding({ launchedBy: { name: 'jo', userId: 'U0JO' } });

  it('has the launcher preselected', () => {
    const view = notMineModal(launchedByJo, 'U0MARIA', context);
    expectSafe(view);
    expect(view).toMatchObject({
      callback_id: VIEWS.notMine,
      title: { text: 'Not mine' },
      submit: { text: 'Hand over' },
    });
    expect(inputsOf(view)).toMatchObject([
      { label: { text: 'Whose is it?' }, element: { initial_option: { value: 'person' } } },
      { optional: true, hint: { text: 'AWS names this person as its launcher.' }, element: { initial_user: 'U0JO' } },
      { label: { text: 'Note' }, optional: true },
    ]);
  });

  it.each([
    ['is the reader', aFinding()],
    ['is nobody we know', aFinding({ launchedBy: { name: 'deploy-role' } })],
    ['was not seen', aFinding({ launchedBy: null })],
  ])('suggests nobody when the launcher %s', (_who, finding) => {
    const [whose, person] = inputsOf(notMineModal(finding, 'U0MARIA', context));
    expect(whose?.element).toMatchObject({ initial_option: { value: 'unknown' } });
    expect(person?.element).not.toHaveProperty('initial_user');
  });

  it('says from the third time on that security takes over', () => {
    const words = (handovers: number) => textOf(notMineModal(aFinding({ handovers }), 'U0MARIA', context));
    expect(words(1)).not.toContain('security takes it from here');
    expect(words(2)).toContain('It was passed on before, so security takes it from here.');
  });
});

describe('the form to assign an owner', () => {
  it('offers to remember the tag, unticked', () => {
    const view = assignOwnerModal(aFinding(), context);
    expectSafe(view);
    expect(view).toMatchObject({ callback_id: VIEWS.assignOwner, submit: { text: 'Send the card' } });
    const [, remember] = inputsOf(view);
    expect(remember).toMatchObject({
      optional: true,
      element: {
        options: [{ text: { text: 'Remember: this tag means this person' }, description: { text: 'Owner = maria' } }],
      },
    });
    expect(remember?.element).not.toHaveProperty('initial_options');
  });

  it.each([[{}], [{ Owner: '   ' }]])('has nothing to remember with the tags %j', (tags) => {
    const view = assignOwnerModal(aFinding({ notebook: aNotebook({ tags }) }), context);
    expectSafe(view);
    expect(inputsOf(view).map(({ block_id }) => block_id)).toEqual(['person']);
  });

  it('suggests whom the last owner named', () => {
    const handover = { by: 'U0MARIA', at: '2026-11-25T08:00:00Z', proposed: 'U0JO' };
    const view = assignOwnerModal(aFinding({ handover }), context);
    expect(inputsOf(view)[0]?.element).toMatchObject({ initial_user: 'U0JO' });
    expect(textOf(view)).toContain('<@U0MARIA> suggested <@U0JO>.');
  });
});

it.each(HOSTILE_TEXTS)('both are safe with %s', (_what, text) => {
  expectSafe(notMineModal(aFindingWith(text), 'U0MARIA', context));
  expectSafe(assignOwnerModal(aFindingWith(text), context));
});
