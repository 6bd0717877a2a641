package org.fastness.server;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.fastness.base.Bytes;
import org.fastness.http.Json;
import org.fastness.http.JsonObject;
import org.fastness.http.StaticFiles;
import org.fastness.server.configuration.Configuration;
import org.fastness.web.Pages;

/** The two bundles, and beside each the file that tells its pages where they are. */
record PagesWiring(StaticFiles app, StaticFiles wallet, Bytes bundleHash) {

    static PagesWiring load(Configuration configuration) throws IOException {
        Pages pages = Pages.load();
        Bytes config = Json.write(config(configuration, pages.hash()));
        return new PagesWiring(with(pages.app(), config), with(pages.wallet(), config), pages.hash());
    }

    private static StaticFiles with(Map<String, Bytes> files, Bytes config) {
        Map<String, Bytes> all = new HashMap<>(files);
        all.put("config.json", config);
        return StaticFiles.of(all);
    }

    /** What a page needs to know of its server. It is not trusted: a page compares what matters with what the enclave says. */
    private static JsonObject config(Configuration configuration, Bytes bundleHash) {
        Configuration.Delays delays = configuration.delays();
        return Json.object()
                .put("appOrigin", configuration.app().toString())
                .put("walletOrigin", configuration.wallet().toString())
                .put("apiBase", configuration.app().toString())
                .put("environment", configuration.mode().name().toLowerCase(Locale.ROOT))
                .put("developmentMode", configuration.isDevelopment())
                .put("delays", Json.object().put("exportSeconds", delays.export().toSeconds()).put("recoverySeconds", delays.recovery().toSeconds()).put("windowSeconds", delays.window().toSeconds()).build())
                .put("bundleSha256", bundleHash.hex())
                .build();
    }
}
