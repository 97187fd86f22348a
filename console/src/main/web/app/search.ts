import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { Query } from "./query";

/** The query of this page, and a way to change parts of it. */
export function useQueryOfPage(): [Query, (change: Query) => void] {
  const query = useSearch({ strict: false }) as Query;
  const navigate = useNavigate();
  const change = useCallback(
    (change: Query) => {
      void navigate({ to: ".", search: (before: Query) => ({ ...before, ...change }), replace: true } as never);
    },
    [navigate],
  );
  return [query, change];
}
