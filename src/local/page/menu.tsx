import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

export interface MenuItem {
  label: string;
  description?: string;
  disabled?: boolean;
  onSelect: () => void;
}

interface MenuProps {
  label: string;
  className: string;
  items: MenuItem[];
  busy?: boolean;
  children: ComponentChildren;
}

/** A button that opens a menu: arrows move, Enter chooses, Escape and a press elsewhere close. */
export function Menu({ label, className, items, busy = false, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const menuId = useId();

  useEffect(() => {
    if (!open) return;
    const list = root.current?.querySelector<HTMLElement>('[role="menu"]');
    if (list) place(list);
    root.current?.querySelector<HTMLElement>('[role="menuitem"]:not(:disabled)')?.focus();
    const closeOutside = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', closeOutside);
    return () => document.removeEventListener('pointerdown', closeOutside);
  }, [open]);

  const close = () => {
    setOpen(false);
    trigger.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    const choices = [...(root.current?.querySelectorAll<HTMLElement>('[role="menuitem"]:not(:disabled)') ?? [])];
    const at = choices.findIndex((choice) => choice.matches(':focus'));
    const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape') close();
    else if (event.key === 'Tab') setOpen(false);
    else if (step !== undefined) choices.at(step % choices.length)?.focus();
    if (event.key === 'Escape' || step !== undefined) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the menu inside
    <div class="menu" ref={root} onKeyDown={onKeyDown}>
      <button
        ref={trigger}
        type="button"
        class={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? menuId : undefined}
        aria-busy={busy}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <div class="menu-list" role="menu" id={menuId} aria-label={label}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              disabled={item.disabled}
              onClick={() => {
                close();
                item.onSelect();
              }}
            >
              <span>{item.label}</span>
              {item.description && <small>{item.description}</small>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** Hangs the open menu from whichever edge of its button has room, and brings it into view. */
function place(list: HTMLElement) {
  const around = list.closest('.messages, .home, .modal-body') ?? document.documentElement;
  if (list.getBoundingClientRect().right > around.getBoundingClientRect().right - 8) list.dataset.align = 'end';
  list.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
