import { Link, Outlet } from "@tanstack/react-router";
import { useMemo } from "react";
import { CreatedKey } from "../access/secret";
import { lostSince } from "../api/connection";
import { session, signOut } from "../api/session";
import { useStore } from "../api/store";
import { Button, Loading, Problem } from "../ui/parts";
import { type Caller, may, type Role, useCaller } from "./caller";
import { CallerContext } from "./context";
import { SignIn } from "./SignIn";
import { useShortcuts } from "./shortcuts";

const PAGES: { to: string; name: string; key: string; role: Role }[] = [
  { to: "/", name: "Pipeline", key: "p", role: "operate" },
  { to: "/dead-letters", name: "Dead letters", key: "d", role: "operate" },
  { to: "/memories", name: "Memories", key: "m", role: "read" },
  { to: "/agreement", name: "Agreement", key: "a", role: "operate" },
  { to: "/jobs", name: "Jobs", key: "j", role: "operate" },
  { to: "/keys", name: "Keys", key: "k", role: "admin" },
  { to: "/audit", name: "Audit", key: "u", role: "admin" },
];

/** What is around every page: who is signed in, where one can go, and whether the server answers. */
export function Shell() {
  const { key, rejection } = useStore(session);
  const caller = useCaller();
  if (rejection !== null) {
    return (
      <>
        <SignIn />
        <CreatedKey />
      </>
    );
  }
  return (
    <>
      <ConnectionBanner />
      <CreatedKey />
      {caller.data ? (
        <Frame caller={caller.data} isSignedIn={key !== null} />
      ) : (
        <main id="main">
          {caller.error ? (
            <Problem error={caller.error} retry={() => void caller.refetch()} />
          ) : (
            <Loading what="Memlog" />
          )}
        </main>
      )}
    </>
  );
}

function Frame({ caller, isSignedIn }: { caller: Caller; isSignedIn: boolean }) {
  const pages = useMemo(() => PAGES.filter((page) => may(caller, page.role)), [caller]);
  useShortcuts(pages);
  return (
    <CallerContext value={caller}>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="top">
        <span className="brand">Memlog</span>
        <nav aria-label="Pages">
          <ul>
            {pages.map((page) => (
              <li key={page.to}>
                <Link to={page.to} activeOptions={{ exact: page.to === "/" }} title={`g ${page.key}`}>
                  {page.name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="who">
          <span>
            <bdi>{caller.name}</bdi> <span className="muted">{caller.roles.join(", ")}</span>
          </span>
          {isSignedIn && (
            <Button kind="quiet" onPress={signOut}>
              Sign out
            </Button>
          )}
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
    </CallerContext>
  );
}

function ConnectionBanner() {
  const since = useStore(lostSince);
  return (
    <div role="status" aria-live="assertive">
      {since && (
        <p className="banner">
          Memlog has not answered since {since.toLocaleTimeString()}. What you see is from before; this page asks again
          by itself.
        </p>
      )}
    </div>
  );
}
