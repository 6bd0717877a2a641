import assert from "node:assert/strict";
import { test } from "node:test";
import { explain, Failure, Refused } from "../../main/ts/base/errors.ts";
import { Malformed } from "../../main/ts/base/codec.ts";
import { ago, deviceName, duration } from "../../main/ts/ui/words.ts";
import { capabilityNamed, entryWords } from "../../main/ts/wallet/operations.ts";

test("names an entry of the activity without saying the same twice", () => {
  assert.deepEqual(entryWords(3, "Signed evm-transaction; To: 0xAb; Amount: 1 ETH"), { title: "Signed a transaction", line: "To: 0xAb; Amount: 1 ETH" });
  assert.deepEqual(entryWords(3, "Signed evm-message and 2 more; Message: hi"), { title: "Signed a text and 2 more", line: "Message: hi" });
  assert.deepEqual(entryWords(7, "Capability typed_data_unknown turned on"), { title: "Permission changed", line: "Typed data of unknown kinds turned on" });
  assert.deepEqual(entryWords(5, "Device added"), { title: "Device added", line: "" });
  assert.deepEqual(entryWords(2, "Unlocked"), { title: "Account unlocked", line: "" });
  assert.deepEqual(entryWords(99, "Something new"), { title: "Operation", line: "Something new" });
});

test("finds the capability that a refusal names, the longer name first", () => {
  assert.equal(capabilityNamed("The capability PERMIT2 is off.")?.code, 5);
  assert.equal(capabilityNamed("The capability PERMIT is off.")?.code, 4);
  assert.equal(capabilityNamed("The capability SET_APPROVAL_FOR_ALL is off.")?.code, 7);
  assert.equal(capabilityNamed(""), undefined);
});

test("gives each failure a remedy, and never a person's data", () => {
  for (const error of [Refused.ofCode(13), Refused.ofCode(65_535), new Failure("a", "b"), new Malformed("x"), new TypeError("Failed to fetch"), new DOMException("secret", "NotAllowedError"), new DOMException("secret", "Odd")]) {
    const { message, remedy } = explain(error);
    assert.ok(message.length > 0 && remedy.length > 0);
    assert.ok(!message.includes("secret"));
  }
});

test("says durations, times and devices as people do", () => {
  assert.equal(duration(0), "0 s");
  assert.equal(duration(59.2), "1 min 00 s");
  assert.equal(duration(3600), "1 h 00 min");
  assert.equal(duration(72 * 3600), "3 d 0 h");
  assert.equal(ago(0n, 10_000), "just now");
  assert.match(ago(0n, 3 * 3_600_000), /3 hours ago/);
  assert.equal(deviceName("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"), "Chrome on Linux");
  assert.equal(deviceName("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"), "Safari on iPhone");
});
