package org.fastness.http.robaho;

import java.io.IOException;
import org.fastness.http.HttpEdge;
import org.fastness.http.HttpEdgeContract;
import org.fastness.http.Reception;

final class RobahoEdgeTest extends HttpEdgeContract {

    @Override
    protected HttpEdge start(HttpEdge.Listeners listeners, Reception reception) throws IOException {
        return RobahoEdge.start(listeners, reception);
    }
}
