import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface DialogProps {
  open: boolean;
  title: string;
  onClose: () => void;
  /** Room for more than a question. */
  wide?: boolean;
  children: ComponentChildren;
}

/** A question that stops everything else; Escape closes it, and the focus goes back to where it was. */
export function Dialog({ open, title, onClose, wide, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    if (open && !element.current?.open) element.current?.showModal();
    else if (!open) element.current?.close();
  }, [open]);
  return (
    <dialog ref={element} class={wide ? 'dialog wide' : 'dialog'} aria-labelledby={heading} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}
