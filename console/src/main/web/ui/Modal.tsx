import { type ReactNode, useEffect, useRef } from "react";
import { Modal as AriaModal, Dialog, Heading, ModalOverlay } from "react-aria-components";
import { Button } from "./parts";

/** A dialog that Escape and its button close. It keeps the focus, also when what had it is replaced by the next step. */
export function Modal({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLElement>(null);
  useEffect(() => {
    const keepFocus = new MutationObserver(() => {
      if (document.activeElement === document.body) {
        dialog.current?.focus();
      }
    });
    if (dialog.current) {
      keepFocus.observe(dialog.current, { childList: true, subtree: true });
    }
    return () => keepFocus.disconnect();
  }, []);
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => open || onClose()}>
      <AriaModal className="modal">
        <Dialog ref={dialog}>
          <header className="modal-header">
            <Heading slot="title">{title}</Heading>
            <Button kind="quiet" aria-label="Close" onPress={onClose}>
              ✕
            </Button>
          </header>
          {children}
        </Dialog>
      </AriaModal>
    </ModalOverlay>
  );
}
