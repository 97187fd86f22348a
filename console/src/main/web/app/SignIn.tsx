import { type FormEvent, useState } from "react";
import { session, signIn } from "../api/session";
import { useStore } from "../api/store";
import { TextField } from "../ui/fields";
import { Button } from "../ui/parts";

/** Asks for a key. The page behind it is the one of the address, which stays. */
export function SignIn() {
  const { rejection } = useStore(session);
  const [key, setKey] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (key.trim() !== "") {
      signIn(key.trim());
    }
  };
  return (
    <main className="sign-in" id="main">
      <form onSubmit={submit}>
        <h1>Sign in to Memlog</h1>
        {rejection && (
          <p className="problem" role="alert">
            You are signed out: {rejection}. You come back to the page you were on.
          </p>
        )}
        <TextField
          label="API key or token"
          type="password"
          value={key}
          onChange={setKey}
          required
          hint="An API key begins with mlk_. A token is one of the issuer that this Memlog trusts. It is kept in this tab only."
        />
        <Button kind="primary" type="submit">
          Sign in
        </Button>
      </form>
    </main>
  );
}
