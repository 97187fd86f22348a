import { createStore } from "./store";

const STORAGE = "memlog.key";

/** The key or token of this tab, and why the last one was not accepted. It is in no other tab and gone with this one. */
export type Session = { key: string | null; rejection: string | null };

export const session = createStore<Session>({ key: sessionStorage.getItem(STORAGE), rejection: null });

export function signIn(key: string): void {
  sessionStorage.setItem(STORAGE, key);
  session.set({ key, rejection: null });
}

export function signOut(): void {
  sessionStorage.removeItem(STORAGE);
  session.set({ key: null, rejection: null });
}

/**
 * What a call with this key was told. An answer to a key that was replaced meanwhile says nothing about the present one,
 * and one to a call without a key nothing about why the last one was not accepted.
 */
export function reject(key: string | null, reason: string): void {
  const { key: present, rejection } = session.get();
  if (key === present && (key !== null || rejection === null)) {
    sessionStorage.removeItem(STORAGE);
    session.set({ key: null, rejection: reason });
  }
}
