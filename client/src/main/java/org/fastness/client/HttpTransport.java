package org.fastness.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.protocol.Bounds;

/** {@link Transport} over the server's HTTP API. Thread-safe. */
public final class HttpTransport implements Transport {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** The stable number in a problem document (RFC 9457); the rest of the document is for people. */
    private static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*([0-9]{1,5})\\b");

    private final URI server;
    private final HttpClient http;
    private final Supplier<Optional<String>> token;

    /** @param server origin of the API, such as {@code https://keys.example}; @param token session token for frames that create or link an account */
    public HttpTransport(URI server, HttpClient http, Supplier<Optional<String>> token) {
        this.server = server;
        this.http = http;
        this.token = token;
    }

    @Override
    public Bytes openChannel(Bytes opening) throws IOException, Refused {
        return post("/api/v1/enclave/channels", opening);
    }

    @Override
    public Bytes frame(Bytes frame) throws IOException, Refused {
        return post("/api/v1/enclave/frames", frame);
    }

    private Bytes post(String path, Bytes body) throws IOException, Refused {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path)).timeout(TIMEOUT).header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toArray()));
        token.get().ifPresent(value -> request.header("Authorization", "Bearer " + value));
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                byte[] answer = in.readNBytes(Bounds.FRAME + 1);
                if (response.statusCode() != 200) throw new Refused(refusal(Bytes.wrapUnsafe(answer)));
                if (answer.length > Bounds.FRAME) throw new IOException("the answer is larger than a frame may be");
                return Bytes.wrapUnsafe(answer);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the server", stopped);
        }
    }

    private static Refusal refusal(Bytes problem) {
        Matcher code = CODE.matcher(problem.utf8());
        try {
            return code.find() ? Refusal.ofCode(Integer.parseInt(code.group(1))) : Refusal.INTERNAL;
        } catch (Malformed unknown) {
            return Refusal.INTERNAL;
        }
    }
}
