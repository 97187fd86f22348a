import { createStore, useStore } from "../api/store";
import { Modal } from "../ui/Modal";
import { Button } from "../ui/parts";

/** The key that was just made. Its secret is shown once, also while the caller is recognised anew. */
export const createdKey = createStore<{ name: string; secret: string } | null>(null);

export function CreatedKey() {
  const created = useStore(createdKey);
  if (created === null) {
    return null;
  }
  const close = () => createdKey.set(null);
  return (
    <Modal title={`The key ${created.name}`} onClose={close}>
      <p>Copy its secret now. It is stored nowhere, and not shown again.</p>
      <p>
        <code className="secret">{created.secret}</code>
      </p>
      <div className="actions">
        <Button onPress={() => void navigator.clipboard.writeText(created.secret)}>Copy</Button>
        <Button kind="primary" onPress={close}>
          I have it
        </Button>
      </div>
    </Modal>
  );
}
