import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";

const SEQUENCE_MS = 1_500;

/** `g` and the letter of a page go there, `/` goes to the first search field; not while one types. */
export function useShortcuts(pages: { to: string; key: string }[]): void {
  const navigate = useNavigate();
  useEffect(() => {
    let wentAt = 0;
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) {
        return;
      }
      if (event.key === "/") {
        const search = document.querySelector<HTMLInputElement>("main input[type=search]");
        if (search) {
          event.preventDefault();
          search.focus();
        }
        return;
      }
      const page = pages.find((page) => page.key === event.key);
      if (page && event.timeStamp - wentAt < SEQUENCE_MS) {
        event.preventDefault();
        void navigate({ to: page.to });
      }
      wentAt = event.key === "g" ? event.timeStamp : 0;
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [navigate, pages]);
}
