package org.fastness.http;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whatever target, headers and body arrive: an answer with the security headers, never a broken handler's 500, never a protected route without session. */
final class ReceptionFuzzTest {

    private static final List<String> NAMES = List.of("authorization", "origin", "content-type", "content-length", "transfer-encoding", "content-encoding", "if-none-match", "x-forwarded-for", "host");

    private final Reception reception = EdgeFixture.reception(true, "127.0.0.1:8080");

    @FuzzTest
    void answersAnything(FuzzedDataProvider data) throws Exception {
        String method = data.consumeBoolean() ? data.pickValue(List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")) : data.consumeString(12);
        String authority = data.consumeBoolean() ? data.pickValue(List.of("localhost:8080", "wallet.localhost:8080", "127.0.0.1:8080")) : data.consumeString(40);
        String target = (data.consumeBoolean() ? data.pickValue(List.of("/open", "/echo", "/names", "/things/", "/maybe", "/")) : "") + data.consumeString(100);
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (int i = data.consumeInt(0, 4); i > 0; i--) headers.put(data.pickValue(NAMES), List.of(data.consumeString(60)));
        byte[] body = data.consumeRemainingAsBytes();

        Answer answer = reception.receive(new Inbound(method, target, authority, headers, InetAddress.getLoopbackAddress(), false, () -> new ByteArrayInputStream(body)));

        if (answer.status() == 500 && !target.startsWith("/broken")) throw new AssertionError("broke");
        if (!answer.headers().containsKey("Content-Security-Policy")) throw new AssertionError("undressed");
        boolean known = headers.getOrDefault("authorization", List.of("")).getFirst().regionMatches(true, 0, "Bearer " + EdgeFixture.TOKEN, 0, 7 + EdgeFixture.TOKEN.length());
        if (target.startsWith("/things/") && answer.status() / 100 == 2 && !known && !method.equals("OPTIONS")) throw new AssertionError("served a stranger");
    }
}
