import { Dialog } from './dialog';

/** Asks before everything of this preview is removed. The focus is on the answer that removes nothing. */
export function StartOver({ onConfirm, onKeep }: { onConfirm: () => void; onKeep: () => void }) {
  return (
    <Dialog title="Start over?" className="dialog confirm" onClose={onKeep}>
      <p class="confirm-text">All notebooks, messages and findings of this preview are removed.</p>
      <footer>
        <button type="button" class="button button-danger" onClick={onConfirm}>
          Start over
        </button>
        <button type="button" class="button" onClick={onKeep}>
          Keep
        </button>
      </footer>
    </Dialog>
  );
}
