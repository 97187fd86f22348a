import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, body, type Schema } from "../api/client";
import { session } from "../api/session";
import { useStore } from "../api/store";

export type Caller = Schema["Caller"];
export type Role = Caller["roles"][number];

/** Who the server says that this tab calls as. */
export function useCaller() {
  const { key } = useStore(session);
  const queries = useQueryClient();
  useEffect(
    () =>
      // What the caller before was shown is not for the next one.
      session.subscribe(() => queries.removeQueries({ predicate: (query) => query.queryKey[0] !== "caller" })),
    [queries],
  );
  return useQuery({
    queryKey: ["caller", key],
    queryFn: ({ signal }) => body(api.GET("/caller", { signal })),
    staleTime: 60_000,
    refetchInterval: 60_000,
  });
}

export function may(caller: Caller, role: Role): boolean {
  return role === "read" || caller.roles.some((own) => own === "admin" || own === role);
}
