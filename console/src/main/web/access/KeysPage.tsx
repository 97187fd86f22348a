import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, body, type Schema } from "../api/client";
import { fieldErrors } from "../api/problem";
import { signIn } from "../api/session";
import { useSignedIn } from "../app/context";
import { Choice, TextField } from "../ui/fields";
import { Modal } from "../ui/Modal";
import { More, usePages } from "../ui/pages";
import { Badge, Button, Empty, Loading, Page, Problem, Text, Time } from "../ui/parts";
import { createdKey } from "./secret";

type ApiKey = Schema["ApiKey"];

const ROLES = ["read", "ingest", "operate", "admin"] as const;
const PAGE_SIZE = 50;
/** The caller of a Memlog that has no key yet. */
const LOCAL = "local";

/** API keys: who has one, what it may do, and until when. */
export function KeysPage() {
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const { query: keys, items } = usePages<ApiKey>(["keys"], (cursor, signal) =>
    body(api.GET("/keys", { params: { query: { limit: PAGE_SIZE, cursor } }, signal })),
  );
  return (
    <Page
      title="Keys"
      actions={
        <Button kind="primary" onPress={() => setCreating(true)}>
          Make a key …
        </Button>
      }
    >
      {keys.error && <Problem error={keys.error} retry={() => void keys.refetch()} />}
      {keys.isPending && <Loading what="keys" />}
      {keys.data && items.length === 0 && (
        <Empty>There is no key. Everyone who reaches this Memlog is an administrator.</Empty>
      )}
      {items.length > 0 && (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Role</th>
                <th scope="col">Bound to</th>
                <th scope="col">Made</th>
                <th scope="col">Expires</th>
                <th scope="col">Last used</th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {items.map((key) => (
                <tr key={key.id}>
                  <th scope="row">
                    <Text>{key.name}</Text>
                  </th>
                  <td>{key.role}</td>
                  <td>
                    {key.user_id || key.project_id ? (
                      <>
                        <Text>{key.user_id ?? "all users"}</Text> / <Text>{key.project_id ?? "all projects"}</Text>
                      </>
                    ) : (
                      "nothing"
                    )}
                  </td>
                  <td>
                    <Time at={key.created_at} /> by <Text>{key.created_by}</Text>
                  </td>
                  <td>{key.expires_at ? <Time at={key.expires_at} /> : "never"}</td>
                  <td>{key.last_used_at ? <Time at={key.last_used_at} /> : "never"}</td>
                  <td>
                    {key.revoked_at ? (
                      <Badge state="revoked" />
                    ) : (
                      <Button kind="danger" onPress={() => setRevoking(key)} aria-label={`Revoke ${key.name} …`}>
                        Revoke …
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <More pages={keys} shown={items.length} />
        </div>
      )}
      {creating && <CreateDialog onClose={() => setCreating(false)} />}
      {revoking && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </Page>
  );
}

function CreateDialog({ onClose }: { onClose: () => void }) {
  const caller = useSignedIn();
  const queries = useQueryClient();
  const isFirst = caller.name === LOCAL;
  const [name, setName] = useState("");
  const [role, setRole] = useState<ApiKey["role"]>(isFirst ? "admin" : "read");
  const [user, setUser] = useState("");
  const [project, setProject] = useState("");
  const [expires, setExpires] = useState("");
  const create = useMutation({
    mutationFn: () =>
      body(
        api.POST("/keys", {
          body: {
            name,
            role,
            ...(user === "" ? {} : { user_id: user }),
            ...(project === "" ? {} : { project_id: project }),
            ...(expires === "" ? {} : { expires_at: new Date(expires).toISOString() }),
          },
        }),
      ),
    onSuccess: (key) => {
      createdKey.set({ name: key.name, secret: key.secret });
      onClose();
      if (isFirst) {
        signIn(key.secret);
      }
      void queries.invalidateQueries({ queryKey: ["keys"] });
    },
  });
  const errors = fieldErrors(create.error);
  const isBindable = role === "read" || role === "ingest";
  return (
    <Modal title="Make a key" onClose={onClose}>
      {isFirst && (
        <p className="warning">
          This is the first key. From now on every call needs one, and this page signs in with it. The port does not
          open again when keys are revoked.
        </p>
      )}
      <TextField label="Name" value={name} onChange={setName} required error={errors.get("#/name")} />
      <Choice
        label="Role"
        options={isFirst ? ["admin"] : ROLES}
        value={role}
        onChange={(value) => setRole(value as ApiKey["role"])}
        error={errors.get("#/role")}
      />
      {isBindable && (
        <>
          <TextField
            label="Only this user"
            value={user}
            onChange={setUser}
            hint="Empty for all"
            error={errors.get("#/user_id")}
          />
          <TextField
            label="Only this project"
            value={project}
            onChange={setProject}
            hint="Empty for all"
            error={errors.get("#/project_id")}
          />
        </>
      )}
      <TextField
        label="Expires"
        type="datetime-local"
        value={expires}
        onChange={setExpires}
        hint="Your time; empty for never"
        error={errors.get("#/expires_at")}
      />
      <Button
        kind="primary"
        isDisabled={name.trim() === ""}
        isPending={create.isPending}
        onPress={() => create.mutate()}
      >{`Make 1 key of the role ${role}`}</Button>
      {create.isError && errors.size === 0 && <Problem error={create.error} />}
    </Modal>
  );
}

function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => body(api.DELETE("/keys/{id}", { params: { path: { id: apiKey.id } } })),
    onSuccess: () => {
      onClose();
      void queries.invalidateQueries({ queryKey: ["keys"] });
    },
  });
  return (
    <Modal title={`Revoke ${apiKey.name}`} onClose={onClose}>
      <p>
        Calls with this 1 key are refused from now on; it cannot be taken back. Who uses it at present:{" "}
        {apiKey.last_used_at ? (
          <>
            last used <Time at={apiKey.last_used_at} />
          </>
        ) : (
          "nobody so far"
        )}
        .
      </p>
      <Button kind="danger" isPending={revoke.isPending} onPress={() => revoke.mutate()}>
        Revoke 1 key
      </Button>
      {revoke.isError && <Problem error={revoke.error} />}
    </Modal>
  );
}
