import { useState } from 'preact/hooks';
import { launchCommandsIn } from './commands';
import { usePage } from './page-context';

/** Runs a launch command that a message or modal shows. It belongs to the preview, not to Slack, and looks like it. */
export function RunCommand({ blocks, onRun }: { blocks: unknown[]; onRun?: () => void }) {
  const { runCommand } = usePage();
  const [busy, setBusy] = useState(false);
  const [command] = launchCommandsIn(blocks);
  if (!command) return null;
  const run = async () => {
    setBusy(true);
    await runCommand(command);
    setBusy(false);
    onRun?.();
  };
  return (
    <div class="run-command">
      <span>Preview</span>
      <button type="button" aria-busy={busy} disabled={busy} onClick={() => void run()}>
        Run the corrected launch in the AWS pane →
      </button>
    </div>
  );
}
