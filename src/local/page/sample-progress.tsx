import { useLayoutEffect, useRef } from 'preact/hooks';
import { usePage } from './page-context';

/** Covers the page while the sample quarter is lived through: nothing can be done meanwhile. */
export function SampleProgress() {
  const { week, weeks } = usePage().state.sample;
  return week === null ? null : <Progress week={week} weeks={weeks} />;
}

function Progress({ week, weeks }: { week: number; weeks: number }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const words = `Week ${week} of ${weeks}`;
  return (
    <dialog
      ref={dialog}
      class="dialog sample-progress"
      aria-labelledby="sample-title"
      onCancel={(event) => event.preventDefault()}
    >
      <h2 id="sample-title">A sample quarter</h2>
      <p>Two made-up teams launch, decide and forget, on a clock that runs ahead. The real handlers do the rest.</p>
      <progress max={weeks} value={week} aria-label={words} />
      <p role="status">{words}</p>
    </dialog>
  );
}
