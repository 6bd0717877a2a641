package org.fastness.http;

import java.util.Optional;
import java.util.Set;

/**
 * What is served under which name.
 *
 * @param app the origin of API and sign-in pages
 * @param wallet the origin of the wallet's static bundle: nothing else is ever served there
 * @param aliases further authorities (Host headers) that reach API and health, as 127.0.0.1:8080; pages asked for there are
 *     redirected to the app origin
 * @param appFiles the pages of the app origin
 * @param walletFiles the pages of the wallet origin
 * @param development whether {@link Auth#LOOPBACK_DEV} routes exist
 */
public record Site(Origin app, Origin wallet, Set<String> aliases, StaticFiles appFiles, StaticFiles walletFiles, boolean development) {

    /** The names a request can come in by. */
    enum Host {
        APP, WALLET, ALIAS
    }

    public Site {
        aliases = Set.copyOf(aliases);
        if (app.authority().equals(wallet.authority())) throw new IllegalArgumentException("app and wallet need origins of their own");
    }

    Optional<Host> host(String authority) {
        if (authority.equals(app.authority())) return Optional.of(Host.APP);
        if (authority.equals(wallet.authority())) return Optional.of(Host.WALLET);
        return aliases.contains(authority) ? Optional.of(Host.ALIAS) : Optional.empty();
    }

    /** The policy of pages of the host: no inline script, no sink for HTML strings, and the API as the only peer. */
    String contentSecurityPolicy(Host host) {
        String connect = host == Host.WALLET ? "'self' " + app : "'self'";
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src " + connect
                + "; font-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
                + "; require-trusted-types-for 'script'; trusted-types 'none'";
    }
}
