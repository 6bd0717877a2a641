package org.fastness.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.fastness.base.Bytes;
import org.fastness.base.Ticker;
import org.fastness.http.HttpEdge;
import org.fastness.http.JsonObject;
import org.fastness.http.Metrics;
import org.fastness.http.Origin;
import org.fastness.http.RateLimits;
import org.fastness.http.Reception;
import org.fastness.http.Route;
import org.fastness.http.RouteTable;
import org.fastness.http.Site;
import org.fastness.http.helidon.HelidonEdge;
import org.fastness.identity.Identity;
import org.fastness.keyservice.process.EnclaveSupervisor;
import org.fastness.keyservice.records.SealedRecords;
import org.fastness.server.configuration.Configuration;
import org.fastness.server.operations.OperationsEndpoints;
import org.fastness.server.operations.Readiness;
import org.fastness.server.secret.SecretFiles;
import org.fastness.server.secret.TlsKeys;
import org.fastness.store.Store;
import org.fastness.store.StoreFailure;
import org.fastness.wallet.link.AccountLinkTable;

/**
 * A running Fastness: store, enclave, products, listeners, started in this order and stopped in the opposite one, so that no request
 * meets a part that is gone.
 */
public final class FastnessServer implements AutoCloseable {

    /** The version that documents name. */
    public static final String VERSION = "0.1.0";

    private final Configuration configuration;
    private final EnclaveSupervisor enclave;
    private final Bytes bundleHash;
    private final RouteTable routes;
    private final Metrics metrics;
    private final Closing closing;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FastnessServer(Configuration configuration, EnclaveSupervisor enclave, Bytes bundleHash, RouteTable routes, Metrics metrics, Closing closing) {
        this.configuration = configuration;
        this.enclave = enclave;
        this.bundleHash = bundleHash;
        this.routes = routes;
        this.metrics = metrics;
        this.closing = closing;
    }

    /** Starts everything and returns when requests are served; what was started is stopped again if a later part fails. */
    public static FastnessServer start(Configuration configuration, Layout layout) throws IOException {
        Closing closing = new Closing();
        try {
            return start(configuration, layout, closing);
        } catch (IOException | RuntimeException failed) {
            closing.close();
            throw failed;
        }
    }

    private static FastnessServer start(Configuration configuration, Layout layout, Closing closing) throws IOException {
        Ticker ticker = Ticker.system();
        Metrics metrics = new Metrics();
        SecretFiles secrets = SecretFiles.of(configuration);
        Meanwhile<PagesWiring> pagesLoad = Meanwhile.run(() -> PagesWiring.load(configuration));
        Meanwhile<HttpEdge.Listeners> listenersLoad = Meanwhile.run(() -> listeners(configuration));
        Store store = closing.keep("store", Store.open(configuration.store()));
        AccountLinkTable links = new AccountLinkTable();
        store.migrate(ticker, List.of(SealedRecords.MIGRATIONS, Identity.migrations(), AccountLinkTable.migrations()));

        KeyserviceWiring keyservice = KeyserviceWiring.start(configuration, layout, store, links, secrets, ticker, metrics, closing);
        IdentityWiring identity = IdentityWiring.start(configuration, store, links, keyservice, ticker, closing);
        WalletWiring wallet = WalletWiring.start(configuration, closing);
        PagesWiring pages = pagesLoad.result();
        Readiness readiness = new Readiness().needs("enclave", () -> keyservice.enclave().identity().isPresent()).needs("store", () -> answers(store));
        RouteTable routes = routes(configuration, readiness, metrics, ticker, List.of(keyservice.routes(), identity.routes(), wallet.routes()));

        Site site = new Site(configuration.app(), configuration.wallet(), aliases(configuration), pages.app(), pages.wallet(), configuration.isDevelopment());
        Reception reception = new Reception(site, routes, identity.authenticator(), new RateLimits(ticker, configuration.http().rateFactor()), metrics, ticker,
                new SplittableRandom(new SecureRandom().nextLong()), Reception.BODY_TIME);
        closing.keep("listeners", HelidonEdge.start(listenersLoad.result(), reception));
        closing.keep("readiness", readiness::stop);
        return new FastnessServer(configuration, keyservice.enclave(), pages.bundleHash(), routes, metrics, closing);
    }

    private static RouteTable routes(Configuration configuration, Readiness readiness, Metrics metrics, Ticker ticker, List<List<Route>> products) {
        List<Route> all = new ArrayList<>();
        OpenApi openApi = new OpenApi();
        all.addAll(new OperationsEndpoints(readiness, metrics, configuration.app(), configuration.securityContact(), ticker, openApi::document).routes());
        products.forEach(all::addAll);
        RouteTable table = RouteTable.of(all);
        openApi.document = Optional.of(table.openApi("Fastness", VERSION, configuration.app().toString()));
        return table;
    }

    /** The document of all routes, one of which gives the document. */
    private static final class OpenApi {
        private volatile Optional<JsonObject> document = Optional.empty();

        JsonObject document() {
            return document.orElseThrow();
        }
    }

    private static boolean answers(Store store) {
        try {
            return store.read(rows -> rows.one("select 1 as one", row -> row.int64("one"))).isPresent();
        } catch (StoreFailure gone) {
            return false;
        }
    }

    /** The loopback names of both listeners: for scripts, and for people who type the bare address. */
    private static Set<String> aliases(Configuration configuration) {
        Set<String> aliases = new HashSet<>();
        for (int port : List.of(configuration.http().plainPort(), configuration.http().tlsPort())) {
            if (port > 0) for (String host : List.of("localhost", "127.0.0.1", "[::1]")) aliases.add(host + ":" + port);
        }
        for (Origin origin : List.of(configuration.app(), configuration.wallet())) aliases.remove(origin.authority());
        return aliases;
    }

    private static HttpEdge.Listeners listeners(Configuration configuration) throws IOException {
        Configuration.Http http = configuration.http();
        Optional<InetSocketAddress> plain = http.plainPort() == 0 ? Optional.empty() : Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), http.plainPort()));
        Optional<InetSocketAddress> tls = http.tlsPort() == 0 ? Optional.empty() : Optional.of(new InetSocketAddress(http.tlsAddress(), http.tlsPort()));
        Optional<SSLContext> keys = tls.isEmpty() ? Optional.empty() : Optional.of(TlsKeys.context(configuration));
        HttpEdge.Listeners standard = HttpEdge.Listeners.of(plain, tls, keys);
        return new HttpEdge.Listeners(plain, tls, keys, http.maxConnections(), standard.headTimeout(), standard.idleTimeout(), standard.shutdownGrace());
    }

    public Configuration configuration() {
        return configuration;
    }

    /** The enclave, for those who watch or kill it. */
    public EnclaveSupervisor enclave() {
        return enclave;
    }

    /** SHA-256 of the list of sums of both bundles. */
    public Bytes bundleHash() {
        return bundleHash;
    }

    public RouteTable routes() {
        return routes;
    }

    public Metrics metrics() {
        return metrics;
    }

    /** Says not ready, finishes running requests, then stops products, enclave and store. The second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) closing.close();
    }
}
