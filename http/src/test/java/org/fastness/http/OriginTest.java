package org.fastness.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fastness.base.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginTest {

    @Test
    void writesAsBrowsersDo() throws Malformed {
        assertThat(Origin.parse("https://Example.org:443")).hasToString("https://example.org");
        assertThat(Origin.parse("http://localhost:8080").authority()).isEqualTo("localhost:8080");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "ftp://a", "http://a/", "http://a?x", "http://a#x", "http://u@a", "http://a:0", "http://a:65536", "http://", "http://a b", "http://*.a", "http://a\n"})
    void refuses(String text) {
        assertThatThrownBy(() -> Origin.parse(text)).isInstanceOf(Malformed.class);
    }
}
