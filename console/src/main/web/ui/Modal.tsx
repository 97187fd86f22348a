import type { ReactNode } from "react";
import { Modal as AriaModal, Dialog, Heading, ModalOverlay } from "react-aria-components";
import { Button } from "./parts";

/** A dialog that Escape and its button close. */
export function Modal({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => open || onClose()}>
      <AriaModal className="modal">
        <Dialog>
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
