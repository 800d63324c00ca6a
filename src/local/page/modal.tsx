import { useState } from 'preact/hooks';
import type { ModalView } from '../page-state';
import { BlockList } from './blocks/block';
import { SurfaceProvider, useForm, useSurfaceFor } from './blocks/surface';
import { Dialog } from './dialog';
import { usePage } from './page-context';
import { RunCommand } from './run-command';

/** The open modals, one on top of the other; those below keep what was typed. */
export function Modals() {
  const { state } = usePage();
  return (
    <>
      {state.modals.map((modal, index) => (
        <Modal key={modal.id} modal={modal} covered={index < state.modals.length - 1} />
      ))}
    </>
  );
}

function Modal({ modal, covered }: { modal: ModalView; covered: boolean }) {
  const { send } = usePage();
  const form = useForm(modal.blocks);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const surface = useSurfaceFor({ kind: 'modal', viewId: modal.id }, form, modal.errors);

  const submit = async () => {
    if (busy) return;
    setBusy(true);
    setFailed(false);
    const outcome = await send('/api/slack/submit', { viewId: modal.id, values: form.read() });
    setBusy(false);
    setFailed(!outcome.ok && !outcome.errors);
    if (outcome.errors) focusFirstError();
  };
  const close = () => void send('/api/slack/close', { viewId: modal.id });

  return (
    <Dialog title={modal.title} className="dialog modal" covered={covered} onClose={close}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div class="modal-body">
          <SurfaceProvider value={surface}>
            <BlockList blocks={modal.blocks} below={(block) => <RunCommand blocks={[block]} onRun={close} />} />
          </SurfaceProvider>
        </div>
        {failed && (
          <p class="modal-failed" role="alert">
            We had some trouble connecting. Try again?
          </p>
        )}
        <footer>
          <button type="button" class="button" onClick={close}>
            {modal.close ?? 'Cancel'}
          </button>
          {modal.submit && (
            <button type="submit" class="button button-primary" aria-busy={busy}>
              {modal.submit}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}

function focusFirstError() {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('.block-input[data-invalid="true"] :is(input, textarea, select)')?.focus();
  });
}
