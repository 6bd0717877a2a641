package org.fastness.tlog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.base.Id;
import org.fastness.base.Malformed;
import org.fastness.base.Reader;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.base.Writer;
import org.fastness.tlog.ReceiptLabels.Freshness;
import org.fastness.tlog.ReceiptLabels.TimeSource;

/**
 * Proof that an operation stands in the log, for whoever it concerns to keep: the leaf's opening, its place, and the signed
 * checkpoint. It says nothing until {@link ReceiptVerifier} has checked it.
 *
 * @param witnessed whether the note is said to carry a witness's signature besides the log's
 */
public record Receipt(LeafOpening opening, InclusionProof proof, SignedNote note, boolean witnessed) {

    /** The longest binary form, in octets. */
    public static final int MAX_SIZE = SignedNote.MAX_SIZE + 4096;

    private static final int MAGIC = 'R';
    private static final int VERSION = 1;
    private static final String FORMAT = "fastness-receipt/";
    private static final int MAX_FIELD_TEXT = SignedNote.MAX_SIZE;

    /** The four labels, as the receipt states them. */
    public ReceiptLabels labels() {
        return new ReceiptLabels(opening.evidenceType(), opening.freshness(), opening.time(), witnessed);
    }

    /** Magic, version, opening, proof, note, witnessed. */
    public Bytes toBytes() {
        Writer out = new Writer().u8(MAGIC).u8(VERSION).bytes(opening.preimage());
        proof.writeTo(out);
        return out.text(note.encode()).flag(witnessed).toBytes();
    }

    public static Receipt parse(Bytes encoded) throws Malformed, Refused {
        if (encoded.size() > MAX_SIZE) throw new Malformed("receipt longer than its bound of " + MAX_SIZE);
        Reader in = Reader.of(encoded);
        if (in.u8() != MAGIC) throw new Malformed("not a receipt");
        if (in.u8() != VERSION) throw new Refused(Refusal.UNKNOWN_VERSION);
        LeafOpening opening = LeafOpening.parse(in.bytes(LeafOpening.MAX_SIZE));
        InclusionProof proof = InclusionProof.readFrom(in);
        SignedNote note = SignedNote.parse(in.text(SignedNote.MAX_SIZE));
        boolean witnessed = in.flag();
        in.end();
        return new Receipt(opening, proof, note, witnessed);
    }

    /**
     * The JSON form's members in order. Values are {@link String}, {@link Long}, {@link Boolean} or a list of strings; octets are
     * hex, the proof's hashes base 64. {@code attestation} repeats in words what the labels say.
     */
    public Map<String, Object> fields() {
        ReceiptLabels labels = labels();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("format", FORMAT + VERSION);
        fields.put("attestation", labels.attestation());
        fields.put("evidenceType", labels.evidenceType());
        fields.put("freshness", labels.freshness().text());
        fields.put("time", labels.time().text());
        fields.put("witnessed", labels.witnessed());
        fields.put("clusterId", opening.clusterId().hex());
        fields.put("operation", (long) opening.operation());
        fields.put("tenant", opening.tenant().text());
        fields.put("request", opening.request().text());
        fields.put("requestHash", opening.requestHash().hex());
        fields.put("resultHash", opening.resultHash().hex());
        fields.put("headHash", opening.headHash().hex());
        fields.put("timeMicros", opening.timeMicros());
        fields.put("blind", opening.blind().hex());
        fields.put("index", proof.index());
        fields.put("treeSize", proof.size());
        fields.put("proof", proof.path().stream().map(Base64Text::encode).toList());
        fields.put("checkpoint", note.encode());
        return fields;
    }

    /** Reads what {@link #fields()} made, in any order; a member missing, added or not in its one form is refused. */
    public static Receipt ofFields(Map<String, ?> fields) throws Malformed, Refused {
        String format = text(fields, "format");
        if (!format.startsWith(FORMAT)) throw new Malformed("not a receipt");
        if (!format.equals(FORMAT + VERSION)) throw new Refused(Refusal.UNKNOWN_VERSION);
        Receipt receipt = new Receipt(opening(fields), proof(fields), SignedNote.parse(text(fields, "checkpoint")), Boolean.TRUE.equals(fields.get("witnessed")));
        if (!receipt.fields().equals(fields)) throw new Malformed("a receipt's member is unknown, missing or not in its one form");
        return receipt;
    }

    private static LeafOpening opening(Map<String, ?> fields) throws Malformed {
        Id tenant = Id.parse(Id.Kind.TENANT, text(fields, "tenant"));
        Id request = Id.parse(Id.Kind.REQUEST, text(fields, "request"));
        try {
            return new LeafOpening(
                    hex(fields, "blind"), Math.toIntExact(number(fields, "operation")), tenant, request,
                    hex(fields, "requestHash"), hex(fields, "resultHash"), hex(fields, "headHash"), number(fields, "timeMicros"),
                    hex(fields, "clusterId"), text(fields, "evidenceType"), freshness(text(fields, "freshness")), timeSource(text(fields, "time")));
        } catch (IllegalArgumentException | ArithmeticException outOfRange) {
            throw new Malformed("a receipt's member is out of range");
        }
    }

    private static InclusionProof proof(Map<String, ?> fields) throws Malformed {
        if (!(fields.get("proof") instanceof List<?> hashes) || hashes.size() > MerkleTree.MAX_PROOF) throw new Malformed("not a proof");
        List<Bytes> path = new ArrayList<>();
        for (Object hash : hashes) {
            if (!(hash instanceof String text)) throw new Malformed("not a proof");
            path.add(Base64Text.decode(text));
        }
        try {
            return new InclusionProof(number(fields, "index"), number(fields, "treeSize"), path);
        } catch (IllegalArgumentException outOfRange) {
            throw new Malformed("not a proof");
        }
    }

    private static Freshness freshness(String word) throws Malformed {
        for (Freshness each : Freshness.values()) if (each.text().equals(word)) return each;
        throw new Malformed("unknown freshness label");
    }

    private static TimeSource timeSource(String word) throws Malformed {
        for (TimeSource each : TimeSource.values()) if (each.text().equals(word)) return each;
        throw new Malformed("unknown time label");
    }

    private static String text(Map<String, ?> fields, String name) throws Malformed {
        if (fields.get(name) instanceof String text && text.length() <= MAX_FIELD_TEXT) return text;
        throw new Malformed("a receipt's text is missing or too long");
    }

    private static long number(Map<String, ?> fields, String name) throws Malformed {
        if (fields.get(name) instanceof Long number) return number;
        throw new Malformed("a receipt's number is missing");
    }

    private static Bytes hex(Map<String, ?> fields, String name) throws Malformed {
        try {
            return Bytes.fromHex(text(fields, name));
        } catch (IllegalArgumentException notHex) {
            throw new Malformed("not hex");
        }
    }

    /** The JSON form, an object of {@link #fields()} with a member a line. */
    public String toJson() {
        StringBuilder out = new StringBuilder("{");
        fields().forEach((name, value) -> {
            out.append(out.length() == 1 ? "\n  " : ",\n  ");
            appendText(out, name);
            out.append(": ");
            appendValue(out, value);
        });
        return out.append("\n}\n").toString();
    }

    private static void appendValue(StringBuilder out, Object value) {
        switch (value) {
            case String text -> appendText(out, text);
            case List<?> items -> {
                out.append('[');
                for (Object item : items) {
                    if (out.charAt(out.length() - 1) != '[') out.append(", ");
                    appendValue(out, item);
                }
                out.append(']');
            }
            default -> out.append(value); // Long and Boolean print as JSON does
        }
    }

    /** RFC 8259 section 7. */
    private static void appendText(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> {
                    if (c < ' ') out.append(String.format("\\u%04x", (int) c));
                    else out.append(c);
                }
            }
        }
        out.append('"');
    }
}
