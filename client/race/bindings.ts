import { type Action, actionOf } from '../connection/keys.ts';
import { settings } from '../connection/settings.ts';
import { settingsOpen } from '../view/settingsbutton.tsx';

/**
 * What a key that goes down asks for, by the driver's own key map; undefined where the key is part of a shortcut or of a
 * text, or a dialog has it.
 */
export function asked(event: KeyboardEvent): Action | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || settingsOpen.peek() || isTyping(event.target)) return undefined;
  return actionOf(settings.peek().keys, event.code);
}

/** Act on one press of a key for as long as the returned function has not been called. */
export function onAction(action: Action, act: (event: KeyboardEvent) => void): () => void {
  const pressed = (event: KeyboardEvent): void => {
    if (!event.repeat && asked(event) === action) act(event);
  };
  window.addEventListener('keydown', pressed);
  return () => window.removeEventListener('keydown', pressed);
}

/** Ranges and radio buttons move by arrows, text fields take letters. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  );
}
