import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { onReturn } from "./api/connection";
import { isRetryable } from "./api/problem";
import { router } from "./app/router";
import { refresh } from "./ui/refresh";
import "./styles.css";

const MAX_RETRIES = 3;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: "always",
      staleTime: 2_000,
      retry: (failures, error) => failures < MAX_RETRIES && isRetryable(error),
    },
    mutations: { networkMode: "always", retry: false },
  },
});

onReturn(() => refresh(queries));

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
