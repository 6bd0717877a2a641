import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../main/ts/base/bytes.ts";
import { formatRecoveryCode, parseRecoveryCode } from "../../main/ts/device/recovery-code.ts";
import { run } from "./fixtures.ts";

test("comes back from nine groups of four", async () => {
  for (const code of [new Uint8Array(20), run(0xe0, 20), new Uint8Array(20).fill(255), random(20)]) {
    const text = await formatRecoveryCode(code);
    assert.match(text, /^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{4}$/);
    assert.deepEqual(await parseRecoveryCode(text), { code });
  }
});

test("forgives case, spaces, and the letters that look like digits", async () => {
  const code = new Uint8Array(20);
  const text = (await formatRecoveryCode(code)).toLowerCase().replaceAll("-", " ").replaceAll("0", "o");
  assert.deepEqual(await parseRecoveryCode(` ${text} `), { code });
});

test("finds any one wrong character", async () => {
  const text = await formatRecoveryCode(run(1, 20));
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "-") continue;
    const altered = text.slice(0, i) + (text[i] === "7" ? "8" : "7") + text.slice(i + 1);
    assert.ok("problem" in (await parseRecoveryCode(altered)), `character ${i}`);
  }
});

test("says what is wrong with the length or a foreign character", async () => {
  const text = await formatRecoveryCode(run(1, 20));
  assert.match(((await parseRecoveryCode(text.slice(1))) as { problem: string }).problem, /36 characters; this has 35/);
  assert.match(((await parseRecoveryCode(`${text}0`)) as { problem: string }).problem, /this has 37/);
  assert.match(((await parseRecoveryCode(text.replace(/.$/, "u"))) as { problem: string }).problem, /“u”/);
});
