// Bundles each *.test.ts with the esbuild that the Maven build unpacked, then runs Node's own test runner on the result.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const out = "target/test-js";
const unpacked = "target/esbuild";
const esbuild = process.env.FASTNESS_ESBUILD ?? (existsSync(unpacked) && join(unpacked, readdirSync(unpacked, { recursive: true }).find((file) => file.endsWith("bin/esbuild"))));
if (!esbuild) {
  console.error("esbuild is not unpacked yet: run ./mvnw -q -pl web -am process-classes");
  process.exit(1);
}
rmSync(out, { recursive: true, force: true });
const tests = readdirSync("src/test/ts").filter((file) => file.endsWith(".test.ts")).map((file) => join("src/test/ts", file));
const bundled = spawnSync(esbuild, [...tests, "src/test/ts/harness.ts", "--bundle", "--platform=node", "--format=esm", "--out-extension:.js=.mjs", `--outdir=${out}`, "--sourcemap=inline", "--log-level=warning", "--tsconfig=tsconfig.json"], { stdio: "inherit" });
if (bundled.status !== 0) process.exit(bundled.status ?? 1);
const ran = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...readdirSync(out).filter((file) => file.endsWith(".test.mjs")).map((file) => join(out, file))], { stdio: "inherit" });
process.exit(ran.status ?? 1);
