import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where a Memlog runs that `npm run dev` shows. */
const memlog = process.env.MEMLOG_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  root: "src/main/web",
  base: "/console/",
  plugins: [react()],
  build: {
    outDir: process.env.MEMLOG_CONSOLE_OUT ?? "../../../target/classes/console",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: "licenses.md" },
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: {
      "^/(?!console)": {
        target: memlog,
        changeOrigin: true,
        headers: { origin: memlog },
      },
    },
  },
});
