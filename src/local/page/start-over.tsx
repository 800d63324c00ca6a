import { Dialog } from './dialog';
import { usePage } from './page-context';

/** Asks before everything of this preview is removed. The focus is on the answer that removes nothing. */
export function StartOver({ onAnswered }: { onAnswered: () => void }) {
  const { startOver } = usePage();
  const confirm = () => {
    onAnswered();
    void startOver();
  };
  return (
    <Dialog title="Start over?" className="dialog confirm" onClose={onAnswered}>
      <p class="confirm-text">All notebooks, messages and findings of this preview are removed.</p>
      <footer>
        <button type="button" class="button button-danger" onClick={confirm}>
          Start over
        </button>
        <button type="button" class="button" onClick={onAnswered}>
          Keep
        </button>
      </footer>
    </Dialog>
  );
}
