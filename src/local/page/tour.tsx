import { useState } from 'preact/hooks';
import { usePage } from './page-context';

const CLOSED = 'notebook-audit-tour-closed';

/** Shows the tour again where it was closed in this browser. */
export const forgetClosedTour = () => localStorage.removeItem(CLOSED);

/** Six lines that tick themselves when the thing happened. Closing it is remembered in this browser. */
export function Tour() {
  const { state } = usePage();
  const [closed, setClosed] = useState(() => localStorage.getItem(CLOSED) === 'yes');
  const done = state.tour.filter((step) => step.done).length;
  const next = state.tour.find((step) => !step.done);
  const close = (value: boolean) => {
    localStorage.setItem(CLOSED, value ? 'yes' : 'no');
    setClosed(value);
  };
  if (closed) {
    return (
      <button type="button" class="tour-reopen" onClick={() => close(false)}>
        Tour {done}/{state.tour.length} ▸
      </button>
    );
  }
  return (
    <section class="tour" aria-label="Tour">
      <header>
        <h2>
          Tour <span>{`${done}/${state.tour.length}`}</span>
        </h2>
        <button type="button" class="icon-button" aria-label="Close the tour" onClick={() => close(true)}>
          ✕
        </button>
      </header>
      <ol>
        {state.tour.map((step) => (
          <li key={step.id} data-done={step.done} aria-current={step === next ? 'step' : undefined}>
            <span class="tick" aria-hidden="true" />
            <span>
              {step.text}
              {step.done && <span class="visually-hidden"> (done)</span>}
            </span>
          </li>
        ))}
      </ol>
      {!next && state.tour.length > 0 && (
        <p class="tour-end">
          That was the product. <a href="/docs/install.md">Install it: 30 minutes →</a>
        </p>
      )}
    </section>
  );
}
