package org.fastness.http.helidon;

import java.security.SecureRandom;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.fastness.http.Deadline;

/**
 * The given context, with a deadline that starts when a connection asks for its engine. Helidon makes the engine on the connection's
 * own thread and then shakes hands without any time limit, so a client that says nothing would hold a connection forever.
 */
final class TimedTls extends SSLContextSpi {

    /** What {@link javax.net.ssl.SSLSession#getProtocol} says before a handshake is complete. */
    private static final String NO_HANDSHAKE_YET = "NONE";

    private final SSLContext context;
    private final Duration limit;

    private TimedTls(SSLContext context, Duration limit) {
        this.context = context;
        this.limit = limit;
    }

    static SSLContext of(SSLContext context, Duration limit) {
        return new SSLContext(new TimedTls(context, limit), context.getProvider(), context.getProtocol()) {
        };
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return timed(context.createSSLEngine());
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return timed(context.createSSLEngine(host, port));
    }

    private SSLEngine timed(SSLEngine engine) {
        Deadline.in(limit, () -> engine.getSession().getProtocol().equals(NO_HANDSHAKE_YET));
        return engine;
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
        throw new UnsupportedOperationException("the context is ready");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return context.getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return context.getServerSocketFactory();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return context.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return context.getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return context.getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return context.getSupportedSSLParameters();
    }
}
