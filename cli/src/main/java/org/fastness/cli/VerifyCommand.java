package org.fastness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fastness.attestation.DevEvidence;
import org.fastness.attestation.Evidence;
import org.fastness.attestation.EvidenceBinding;
import org.fastness.attestation.EvidencePolicy;
import org.fastness.attestation.EvidenceVerifier;
import org.fastness.attestation.Verdict;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refused;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.http.JsonValue;
import org.fastness.tlog.Receipt;
import org.fastness.tlog.ReceiptLabels;
import org.fastness.tlog.ReceiptVerdict;
import org.fastness.tlog.ReceiptVerifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "verify", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Checks a receipt or an evidence file offline, with nothing but a public key.",
        footer = {"",
            "A receipt is what a page's \"Download receipt\" gives, or its binary form. An evidence file is a JSON object with the members",
            "evidence, noiseStatic, clientEphemeral and clientNonce in hex, as the Java client writes it. Ends with 0 only if the check",
            "succeeds; development evidence is refused unless --accept-dev is given, and is \"not attested\" even then."})
final class VerifyCommand implements Callable<Integer> {

    private static final int MAX_FILE_BYTES = 1 << 20;

    @Parameters(paramLabel = "FILE", description = "The receipt or evidence.")
    private Path file = Path.of("");

    @Option(names = "--log-key", paramLabel = "KEY|@FILE", description = "For a receipt: the log's verifier key, name+hash+key, which you noted when the account was made.")
    private Optional<String> logKey = Optional.empty();

    @Option(names = "--install-key", paramLabel = "HEX", description = "For evidence: the only installation's key to accept.")
    private Optional<String> installKey = Optional.empty();

    @Option(names = "--accept-dev", description = "For evidence: accept development evidence, which proves nothing.")
    private boolean acceptDev;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, Malformed, Refused {
        if (!Files.isRegularFile(file)) throw new IOException(file + " is not a file");
        if (Files.size(file) > MAX_FILE_BYTES) throw new IOException(file + " is larger than " + MAX_FILE_BYTES + " octets");
        Bytes content = Bytes.wrapUnsafe(Files.readAllBytes(file));
        boolean isJson = !content.isEmpty() && (content.at(0) == '{' || Character.isWhitespace(content.at(0)));
        JsonObject result;
        if (isJson && Json.readObject(content, MAX_FILE_BYTES).has("evidence")) result = evidence(Json.readObject(content, MAX_FILE_BYTES));
        else result = receipt(isJson ? Receipt.ofFields(plain(Json.readObject(content, MAX_FILE_BYTES))) : Receipt.parse(content));
        print(result);
        return result.flag("verified") ? 0 : Main.WRONG;
    }

    private JsonObject receipt(Receipt receipt) throws IOException, Malformed {
        String key = logKey.orElseThrow(() -> new IOException("a receipt needs --log-key: whoever makes up a receipt makes up a key as well, so take the one you noted before"));
        if (key.startsWith("@")) key = Files.readString(Path.of(key.substring(1))).strip();
        return switch (ReceiptVerifier.verify(receipt, key)) {
            case ReceiptVerdict.Verified verified -> {
                ReceiptLabels labels = verified.labels();
                yield Json.object().put("verified", true).put("kind", "receipt")
                        .put("attestation", labels.attestation())
                        .put("freshness", labels.freshness().text())
                        .put("time", Instant.EPOCH.plus(verified.opening().timeMicros(), ChronoUnit.MICROS).toString())
                        .put("timeSource", labels.time().text())
                        .put("witnessed", labels.witnessed())
                        .put("log", verified.checkpoint().origin())
                        .put("logSize", verified.checkpoint().size())
                        .put("index", receipt.proof().index())
                        .put("operation", verified.opening().operation())
                        .put("request", verified.opening().request().text())
                        .put("requestHash", verified.opening().requestHash().hex())
                        .put("resultHash", verified.opening().resultHash().hex())
                        .put("clusterId", verified.opening().clusterId().hex()).build();
            }
            case ReceiptVerdict.Rejected rejected -> Json.object().put("verified", false).put("kind", "receipt").put("reason", rejected.reason().sentence()).build();
        };
    }

    private JsonObject evidence(JsonObject file) throws Malformed, Refused {
        Evidence evidence = Evidence.parse(hex(file, "evidence"));
        EvidenceBinding binding = new EvidenceBinding(sized(file, "noiseStatic"), sized(file, "clientEphemeral"), sized(file, "clientNonce"));
        if (!acceptDev && evidence.type() == Evidence.DEV) return refused(Verdict.Reason.DEV_NOT_ACCEPTED);
        // Offline, the time that counts is the statement's own: the client's nonce showed that it was fresh.
        DevEvidence dev = DevEvidence.parse(evidence.body());
        EvidencePolicy policy = EvidencePolicy.developmentUnsafe();
        policy = new EvidencePolicy(dev.statement().environment(), true, policy.clusterIds(), policy.installKeys(), policy.images());
        if (installKey.isPresent()) policy = policy.pinningInstallKey(hexText("--install-key", installKey.get()));
        return switch (EvidenceVerifier.verify(evidence, binding, policy, dev.statement().issuedAtMicros())) {
            case Verdict.Accepted accepted -> Json.object().put("verified", true).put("kind", "evidence").put("attested", accepted.attested()).put("attestation", accepted.statement())
                    .put("environment", accepted.environment().name()).put("clusterId", accepted.clusterId().hex()).put("bootId", accepted.bootId().hex()).put("imageSha256", accepted.image().hex())
                    .put("installKey", accepted.installKey().hex()).build();
            case Verdict.Refused refused -> refused(refused.reason());
        };
    }

    private static JsonObject refused(Verdict.Reason reason) {
        return Json.object().put("verified", false).put("kind", "evidence").put("attested", false).put("reason", reason.sentence()).build();
    }

    private static Bytes hex(JsonObject object, String name) throws Malformed {
        return hexText(name, object.text(name, MAX_FILE_BYTES));
    }

    private static Bytes sized(JsonObject object, String name) throws Malformed {
        Bytes octets = hex(object, name);
        if (octets.size() != 32) throw new Malformed(name + " has not 32 octets");
        return octets;
    }

    private static Bytes hexText(String name, String text) throws Malformed {
        try {
            return Bytes.fromHex(text);
        } catch (IllegalArgumentException notHex) {
            throw new Malformed(name + " is not hex");
        }
    }

    private static Map<String, Object> plain(JsonObject object) throws Malformed {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) fields.put(member.getKey(), plain(member.getValue()));
        return fields;
    }

    private static Object plain(JsonValue value) throws Malformed {
        return switch (value) {
            case JsonValue.JsonText text -> text.value();
            case JsonValue.JsonNumber number -> number.toLong();
            case JsonValue.JsonFlag flag -> flag.value();
            case JsonValue.JsonArray array -> {
                List<Object> items = new ArrayList<>();
                for (JsonValue item : array.values()) items.add(plain(item));
                yield items;
            }
            case JsonObject inner -> plain(inner);
            case JsonValue.JsonNull absent -> throw new Malformed("null has no place in a receipt");
        };
    }

    private void print(JsonObject result) throws Malformed {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.pretty(result).strip());
        } else {
            out.println(result.flag("verified") ? Paint.green("Verified") : Paint.red("NOT VERIFIED"));
            result.members().forEach((name, value) -> {
                if (!name.equals("verified")) out.println("  " + name + ": " + (value instanceof JsonValue.JsonText text ? text.value() : Json.write(value).utf8()));
            });
        }
        out.flush();
    }
}
