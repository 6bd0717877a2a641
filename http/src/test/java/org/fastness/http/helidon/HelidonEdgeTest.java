package org.fastness.http.helidon;

import org.fastness.http.HttpEdge;
import org.fastness.http.HttpEdgeContract;
import org.fastness.http.Reception;

final class HelidonEdgeTest extends HttpEdgeContract {

    @Override
    protected HttpEdge start(HttpEdge.Listeners listeners, Reception reception) {
        return HelidonEdge.start(listeners, reception);
    }
}
