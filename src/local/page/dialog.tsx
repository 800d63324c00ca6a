import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

interface DialogProps {
  title: string;
  className: string;
  /** Something lies on top: keep the place, show nothing. */
  covered?: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

/** A modal dialog. The browser's own keeps the focus inside, closes on Escape and gives the focus back. */
export function Dialog({ title, className, covered = false, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    const first = '.modal-body :is(input, select, textarea), footer button:last-of-type';
    (element?.querySelector<HTMLElement>('[data-focus]') ?? element?.querySelector<HTMLElement>(first))?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={className}
      data-covered={covered}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <header>
        <h2 id={titleId}>{title}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
          ✕
        </button>
      </header>
      {children}
    </dialog>
  );
}
