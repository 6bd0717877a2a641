package org.fastness.enclave.authorize;

import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.base.Malformed;

/**
 * Collected client data (WebAuthn level 3 section 5.8.1), read strictly. Keys that later levels may add are parsed and left alone.
 *
 * @param challenge base64url without padding, as it stands
 * @param topOrigin whether the member is there at all
 */
record ClientData(String type, String challenge, String origin, boolean crossOrigin, boolean topOrigin) {

    static ClientData parse(Bytes json) throws Malformed {
        Map<String, Object> members = StrictJson.object(json);
        return new ClientData(text(members, "type"), text(members, "challenge"), text(members, "origin"), crossOrigin(members), members.containsKey("topOrigin"));
    }

    private static String text(Map<String, Object> members, String name) throws Malformed {
        if (members.get(name) instanceof String text) return text;
        throw new Malformed("client data lacks the text " + name);
    }

    private static boolean crossOrigin(Map<String, Object> members) throws Malformed {
        if (!members.containsKey("crossOrigin")) return false;
        if (members.get("crossOrigin") instanceof Boolean flag) return flag;
        throw new Malformed("crossOrigin is not a flag");
    }
}
