import type { ConfirmationDialog } from '@slack/types';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Dialog } from '../dialog';
import { useSurface } from './surface';
import { Text } from './text';
import { actionIdOf, type BlockElement } from './values';

interface Presser {
  /** Sends the press, after the element's own confirm dialog if it has one. */
  press(details: Record<string, unknown>): void;
  busy: boolean;
  /** To be drawn beside the element: its confirm dialog while that is open, and a warning when a press failed. */
  beside: ComponentChildren;
}

/** How an element of a block sends its actions. */
export function usePress(blockId: string, element: BlockElement): Presser {
  const surface = useSurface();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [asked, setAsked] = useState<Record<string, unknown> | null>(null);
  const confirm = 'confirm' in element ? element.confirm : undefined;

  const send = async (details: Record<string, unknown>) => {
    setAsked(null);
    setBusy(true);
    const action = { type: element.type, block_id: blockId, action_id: actionIdOf(element), ...details };
    setFailure(await surface.press(action));
    setBusy(false);
  };
  const press = (details: Record<string, unknown>) => {
    if (busy) return;
    if (confirm) setAsked(details);
    else void send(details);
  };
  const beside = (
    <>
      {failure !== undefined && (
        <span class="press-failed" role="alert" title={failure}>
          ⚠ <span class="visually-hidden">That did not go through: {failure}</span>
        </span>
      )}
      {confirm && asked && (
        <Confirm confirm={confirm} onConfirm={() => void send(asked)} onDeny={() => setAsked(null)} />
      )}
    </>
  );
  return { press, busy, beside };
}

function Confirm(props: { confirm: ConfirmationDialog; onConfirm: () => void; onDeny: () => void }) {
  const { confirm, onConfirm, onDeny } = props;
  const style = confirm.style === 'danger' ? 'button button-danger' : 'button button-primary';
  return (
    <Dialog title={confirm.title?.text ?? 'Are you sure?'} className="dialog confirm" onClose={onDeny}>
      <p class="confirm-text">
        <Text text={confirm.text} />
      </p>
      <footer>
        <button type="button" class="button" onClick={onDeny}>
          {confirm.deny?.text ?? 'Cancel'}
        </button>
        <button type="button" class={style} onClick={onConfirm}>
          {confirm.confirm?.text ?? 'Yes'}
        </button>
      </footer>
    </Dialog>
  );
}
