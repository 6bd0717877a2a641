package org.fastness.http;

import java.util.Locale;
import org.fastness.base.Refusal;

/** Problem documents (RFC 9457) from the one vocabulary of refusals. They carry no input, key, e-mail or address. */
public final class Problems {

    /** RFC 9457 section 3. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private Problems() {
    }

    /** The members: type, title, status, detail, code, remedy, retryable, requestId. */
    public static JsonObject document(Refusal refusal, String requestId) {
        String name = refusal.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Json.object()
                .put("type", "urn:fastness:problem:" + name)
                .put("title", name.replace('-', ' '))
                .put("status", refusal.httpStatus())
                .put("detail", refusal.cause())
                .put("code", refusal.code())
                .put("remedy", refusal.remedy())
                .put("retryable", refusal.retryable())
                .put("requestId", requestId)
                .build();
    }

    static Answer answer(Refusal refusal, String requestId) {
        Answer answer = Answer.of(refusal.httpStatus(), MEDIA_TYPE, Json.write(document(refusal, requestId)));
        return switch (refusal) {
            case UNAUTHENTICATED -> answer.with("WWW-Authenticate", "Bearer"); // RFC 6750 section 3
            case TOO_MANY -> answer.with("Retry-After", "5");
            case NOT_READY, NOT_DURABLE -> answer.with("Retry-After", "1");
            default -> answer;
        };
    }
}
