package org.fastness.keyservice;

import java.util.List;
import org.fastness.base.Malformed;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.http.Answer;
import org.fastness.http.Auth;
import org.fastness.http.Body;
import org.fastness.http.Exchange;
import org.fastness.http.Json;
import org.fastness.http.RateClass;
import org.fastness.http.Route;
import org.fastness.protocol.Bounds;
import org.fastness.protocol.link.EnclaveMessage;

/** The enclave's doors on HTTP: handshakes and frames go through as they are, and anybody may ask what runs behind them. */
public final class EnclaveRoutes {
    private static final int OPENING_BYTES = Bounds.HANDSHAKE + 64;

    private final EnclaveRelay relay;
    private final EnclaveEndpoint enclave;

    public EnclaveRoutes(EnclaveRelay relay, EnclaveEndpoint enclave) {
        this.relay = relay;
        this.enclave = enclave;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/v1/enclave/channels", Auth.NONE, RateClass.CHANNEL, Body.octets(OPENING_BYTES), "Opens an end-to-end channel with the enclave.", this::openChannel),
                Route.post("/api/v1/enclave/frames", Auth.SESSION_OPTIONAL, RateClass.FRAME, Body.octets(Bounds.FRAME), "Carries one encrypted frame to the enclave and its answer back.", this::frame),
                Route.get("/api/v1/enclave/evidence", Auth.NONE, RateClass.CHANNEL, "Says which enclave runs, what holds it, and that nothing attests it.", this::evidence),
                Route.get("/api/v1/enclave/inspection", Auth.LOOPBACK, RateClass.CHANNEL, "Shows each wall of the enclave as observed from inside and outside.", this::inspection));
    }

    private Answer openChannel(Exchange exchange) throws Refused {
        return Answer.octets(relay.openChannel(exchange.body()));
    }

    private Answer frame(Exchange exchange) throws Refused, Malformed {
        Caller caller = exchange.caller().<Caller>map(principal -> new Caller.User(principal.tenant(), principal.user())).orElseGet(Caller.Anonymous::new);
        return Answer.octets(relay.frame(exchange.body(), caller));
    }

    private Answer evidence(Exchange exchange) throws Refused {
        EnclaveMessage.Booted identity = enclave.identity().orElseThrow(() -> new Refused(Refusal.NOT_READY));
        return Answer.json(Json.object()
                .put("type", "dev")
                .put("attested", false)
                .put("freshness", "host")
                .put("time", "host clock")
                .put("clusterId", identity.clusterId().hex())
                .put("bootId", identity.bootId().hex())
                .put("noiseStatic", identity.noiseStatic().hex())
                .put("installKey", identity.installKey().hex())
                .put("logKey", identity.logKey())
                .put("walls", Inspection.of(enclave).publicJson())
                .build());
    }

    private Answer inspection(Exchange exchange) throws Refused {
        return Answer.json(Inspection.of(enclave).toJson());
    }
}
