package org.fastness.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fastness.base.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteTableTest {

    private static Route route(String template) {
        return Route.get(template, Auth.NONE, RateClass.READ, "A test.", exchange -> Answer.empty(204));
    }

    @Test
    void refusesTwoRoutesForOneRequest() {
        assertThatThrownBy(() -> RouteTable.of(List.of(route("/a/{b}"), route("/a/{b}")))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RouteTable.of(List.of(route("/a/{b}"), route("/a/{c}/d")))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void literalWinsOverParameter() {
        RouteTable table = RouteTable.of(List.of(route("/a/{b}"), route("/a/fixed")));

        assertThat(table.match(Method.GET, "/a/fixed")).isInstanceOfSatisfying(RouteTable.Match.Found.class, found -> assertThat(found.parameters()).isEmpty());
        assertThat(table.match(Method.GET, "/a/other")).isInstanceOfSatisfying(RouteTable.Match.Found.class, found -> assertThat(found.parameters()).isEqualTo(Map.of("b", "other")));
    }

    @Test
    void tellsUnknownPathFromUnknownMethod() {
        RouteTable table = RouteTable.of(List.of(route("/a")));

        assertThat(table.match(Method.POST, "/a")).isInstanceOf(RouteTable.Match.OtherMethods.class);
        assertThat(table.match(Method.GET, "/b")).isInstanceOf(RouteTable.Match.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/", "/a//", "/a/%61", "/a/..", "/a/.", "/a/b/c", "//a/b", "/a/b;c", "/a/b\u0000", "/a/ä", "/a/b c"})
    void matchesNothingThatNeedsEscaping(String path) {
        assertThat(RouteTable.of(List.of(route("/a/{b}"))).match(Method.GET, path)).isInstanceOf(RouteTable.Match.Unknown.class);
    }

    @Test
    void takesSegmentAtItsBoundAndNotOnePast() {
        RouteTable table = RouteTable.of(List.of(route("/{b}")));

        assertThat(table.match(Method.GET, "/" + "x".repeat(128))).isInstanceOf(RouteTable.Match.Found.class);
        assertThat(table.match(Method.GET, "/" + "x".repeat(129))).isInstanceOf(RouteTable.Match.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a/", "/{A}", "/a b", "/{}", "/a{b}", "/ä"})
    void refusesTemplate(String template) {
        assertThatThrownBy(() -> route(template)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void openApiDocumentNamesEachRouteAndNoOther() throws Malformed {
        RouteTable table = RouteTable.of(EdgeFixture.routes());

        JsonObject paths = table.openApi("t", "1", "http://localhost:8080").object("paths");

        long operations = 0;
        for (String template : paths.members().keySet()) operations += paths.object(template).members().size();
        assertThat(operations).isEqualTo(table.routes().size());
        for (Route route : table.routes()) {
            JsonObject operation = paths.object(route.template()).object(route.method().name().toLowerCase(Locale.ROOT));
            assertThat(operation.text("summary", 1_000)).isEqualTo(route.summary());
            assertThat(operation.text("x-fastness-auth", 100)).isEqualTo(route.auth().name());
        }
    }
}
