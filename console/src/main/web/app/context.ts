import { createContext, useContext } from "react";
import { type Caller, may, type Role } from "./caller";

export const CallerContext = createContext<Caller | null>(null);

/** Who calls, below the sign-in. */
export function useSignedIn(): Caller {
  const caller = useContext(CallerContext);
  if (caller === null) {
    throw new Error("nobody is signed in here");
  }
  return caller;
}

export function useMay(role: Role): boolean {
  return may(useSignedIn(), role);
}
