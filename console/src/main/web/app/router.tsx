import { createRootRoute, createRoute, createRouter, Navigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { AuditPage } from "../access/AuditPage";
import { KeysPage } from "../access/KeysPage";
import { AgreementPage } from "../agreement/AgreementPage";
import { CorrectPage } from "../deadletters/CorrectPage";
import { DeadLettersPage } from "../deadletters/DeadLettersPage";
import { LetterPage } from "../deadletters/LetterPage";
import { JobPage } from "../jobs/JobPage";
import { JobsPage } from "../jobs/JobsPage";
import { MemoriesPage } from "../memories/MemoriesPage";
import { MemoryPage } from "../memories/MemoryPage";
import { PipelinePage } from "../pipeline/PipelinePage";
import { Page, Problem } from "../ui/parts";
import type { Role } from "./caller";
import { useMay } from "./context";
import { parseSearch, type Query, stringifySearch } from "./query";
import { Shell } from "./Shell";

const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => (
    <Page title="Not found">
      <p>There is no such page.</p>
    </Page>
  ),
  validateSearch: (query: Query) => query,
});

/** Shows a page to those whose role may see it, and to others why not. */
function For({ role, children }: { role: Role; children: ReactNode }) {
  return useMay(role) ? (
    children
  ) : (
    <Page title="Not for this role">
      <p>This page needs the role {role}.</p>
    </Page>
  );
}

function Home() {
  return useMay("operate") ? <PipelinePage /> : <Navigate to="/memories" />;
}

function page<P extends string>(path: P, role: Role, Component: () => ReactNode) {
  return createRoute({
    getParentRoute: () => root,
    path,
    component: () => (
      <For role={role}>
        <Component />
      </For>
    ),
  });
}

const routes = root.addChildren([
  page("/", "read", Home),
  page("/dead-letters", "operate", DeadLettersPage),
  page("/dead-letters/$id", "operate", LetterPage),
  page("/dead-letters/$id/correct", "operate", CorrectPage),
  page("/memories", "read", MemoriesPage),
  page("/memories/$id", "read", MemoryPage),
  page("/agreement", "operate", AgreementPage),
  page("/jobs", "operate", JobsPage),
  page("/jobs/$id", "operate", JobPage),
  page("/keys", "admin", KeysPage),
  page("/audit", "admin", AuditPage),
]);

export const router = createRouter({
  routeTree: routes,
  basepath: "/console",
  parseSearch,
  stringifySearch,
  defaultPreload: false,
  defaultErrorComponent: ({ error }) => <Problem error={error} retry={() => location.reload()} />,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
