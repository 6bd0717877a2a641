package org.fastness.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The table of refusals is complete: a stable number, one sentence of cause, one of remedy. */
final class RefusalTest {

    @Test
    void everyNumberIsItsOwnAndReadsBack() throws Malformed {
        for (Refusal refusal : Refusal.values()) assertThat(Refusal.ofCode(refusal.code())).isEqualTo(refusal);
        assertThat(Refusal.values()).extracting(Refusal::code).doesNotHaveDuplicates();
    }

    @Test
    void everyRefusalNamesCauseAndRemedy() {
        for (Refusal refusal : Refusal.values()) {
            assertThat(refusal.cause()).as(refusal.name()).endsWith(".");
            assertThat(refusal.remedy()).as(refusal.name()).endsWith(".");
            assertThat(refusal.httpStatus()).as(refusal.name()).isBetween(400, 599);
        }
    }

    @Test
    void anUnknownNumberIsMalformed() {
        assertThatThrownBy(() -> Refusal.ofCode(0)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> Refusal.ofCode(65_535)).isInstanceOf(Malformed.class);
    }
}
