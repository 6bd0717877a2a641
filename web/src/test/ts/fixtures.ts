/** Fixture files, found from the repository's root: tests run with the module's folder as working directory. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromHex, type Octets } from "../../main/ts/base/bytes.ts";

const ROOT = join(process.cwd(), "..");

export function fixture(name: string): string {
  return readFileSync(join(process.cwd(), "src/test/fixtures", name), "utf8");
}

export function repositoryFile(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** Text of an official vector file, or undefined where the vectors are absent. */
export function vectors(path: string): string | undefined {
  const file = join(process.env["FASTNESS_VECTORS"] ?? join(ROOT, "../shared/vectors"), path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

export function hex(text: string): Octets {
  const octets = fromHex(text);
  if (!octets) throw new Error("fixture is not hex");
  return octets;
}

/** {@code size} octets: first, first + 1, and so on, as the Java samples have them. */
export function run(first: number, size: number): Octets {
  return Uint8Array.from({ length: size }, (_, i) => (first + i) & 0xff) as Octets;
}
