package org.fastness.keyservice;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fastness.base.Refusal;
import org.fastness.base.Refused;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.protocol.link.EnclaveMessage;
import org.fastness.protocol.link.HostMessage;
import org.fastness.protocol.link.Property;

/**
 * An enclave's walls as observed: what its launcher knows, what it finds when it tries each forbidden deed itself, and what the host sees
 * from outside.
 */
public record Inspection(List<Property> launch, List<Property> inside, List<Property> outside) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    public Inspection {
        launch = List.copyOf(launch);
        inside = List.copyOf(inside);
        outside = List.copyOf(outside);
    }

    /** Looks now. */
    public static Inspection of(EnclaveEndpoint enclave) throws Refused {
        if (!(enclave.ask(new HostMessage.Inspect(), new Caller.Anonymous(), TIMEOUT) instanceof EnclaveMessage.Inspection inside)) throw new Refused(Refusal.INTERNAL);
        return new Inspection(enclave.launch(), inside.properties(), enclave.outside());
    }

    /** The properties grouped by the first part of their names: {@code {"network": {"inside": {"connect": "EPERM"}, "outside": {..}}, ..}}. */
    public JsonObject toJson() {
        Map<String, Json.Builder> insides = grouped(inside);
        Map<String, Json.Builder> outsides = grouped(outside);
        Json.Builder out = Json.object();
        for (Property property : launch) out.put(property.name(), property.value());
        Map<String, Json.Builder> groups = new LinkedHashMap<>(insides);
        outsides.forEach(groups::putIfAbsent);
        for (String group : groups.keySet()) {
            Json.Builder both = Json.object();
            if (insides.containsKey(group)) both.put("inside", insides.get(group).build());
            if (outsides.containsKey(group)) both.put("outside", outsides.get(group).build());
            out.put(group, both.build());
        }
        return out.build();
    }

    /** What anybody may know: launch and inside, without the host's own paths. */
    public JsonObject publicJson() {
        return new Inspection(launch, inside, List.of()).toJson();
    }

    private static Map<String, Json.Builder> grouped(List<Property> properties) {
        Map<String, Json.Builder> groups = new LinkedHashMap<>();
        for (Property property : properties) {
            int dot = property.name().indexOf('.');
            String group = dot < 0 ? "other" : property.name().substring(0, dot);
            groups.computeIfAbsent(group, name -> Json.object()).put(property.name().substring(dot + 1), property.value());
        }
        return groups;
    }
}
