package org.fastness.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.base.Refusal;

/** What goes back: status, headers, body. The reception adds the security headers. */
public record Answer(int status, Map<String, String> headers, Bytes body) {

    public Answer {
        if (status < 200 || status > 599) throw new IllegalArgumentException("not a final status");
        headers = Map.copyOf(headers);
    }

    public static Answer json(JsonValue body) {
        return json(200, body);
    }

    public static Answer json(int status, JsonValue body) {
        return of(status, "application/json", Json.write(body));
    }

    public static Answer octets(Bytes body) {
        return of(200, "application/octet-stream", body);
    }

    public static Answer text(String contentType, String body) {
        return of(200, contentType, Bytes.ofUtf8(body));
    }

    public static Answer of(int status, String contentType, Bytes body) {
        return new Answer(status, Map.of("Content-Type", contentType), body);
    }

    /** No body: 202, 204, 304. */
    public static Answer empty(int status) {
        return new Answer(status, Map.of(), Bytes.EMPTY);
    }

    /** A permanent redirect that keeps the method. */
    public static Answer redirect(String location) {
        return empty(308).with("Location", location);
    }

    /** The refusal's problem document. */
    public static Answer problem(Refusal refusal, String requestId) {
        return Problems.answer(refusal, requestId);
    }

    /** The same with one more header, replacing one of that name. */
    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    Answer withoutBody() {
        return new Answer(status, headers, Bytes.EMPTY);
    }

    /** The status and size; never the content. */
    @Override
    public String toString() {
        return status + " " + body.size() + " octets";
    }
}
