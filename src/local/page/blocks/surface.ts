import { createContext } from 'preact';
import { useContext, useRef, useState } from 'preact/hooks';
import type { ActionRequest } from '../../page-state';
import { usePage } from '../page-context';
import { currentValues, type ElementValue, type Values } from './values';

/** What is filled in on one message, modal or Home; kept while the blocks are drawn anew. */
export interface Form {
  /** Slack's `state.values` now. */
  read(): Values;
  edit(blockId: string, actionId: string, value: ElementValue): void;
}

export function useForm(blocks: unknown[]): Form {
  const edits = useRef<Values>({});
  const [, redraw] = useState(0);
  return {
    read: () => currentValues(blocks, edits.current),
    edit: (blockId, actionId, value) => {
      edits.current = { ...edits.current, [blockId]: { ...edits.current[blockId], [actionId]: value } };
      redraw((count) => count + 1);
    },
  };
}

/** Where blocks are shown: their form, their errors, and where a press goes. */
export interface Surface {
  form: Form;
  errors: Record<string, string>;
  /** Answers what went wrong, or nothing. */
  press(action: ActionRequest['action']): Promise<string | undefined>;
}

/** A surface whose presses are sent to the server as coming from this container. */
export function useSurfaceFor(container: ActionRequest['container'], form: Form, errors: Record<string, string> = {}) {
  const { send } = usePage();
  const press = async (action: ActionRequest['action']) => {
    const outcome = await send('/api/slack/action', { container, action, values: form.read() });
    return outcome.ok ? undefined : (outcome.error ?? 'no answer');
  };
  return { form, errors, press } satisfies Surface;
}

const Context = createContext<Surface | null>(null);

export const SurfaceProvider = Context.Provider;

export function useSurface(): Surface {
  const surface = useContext(Context);
  if (!surface) throw new Error('used outside a surface');
  return surface;
}
