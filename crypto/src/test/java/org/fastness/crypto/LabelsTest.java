package org.fastness.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.Arrays;
import org.fastness.base.Bytes;
import org.fastness.testkit.Seeded;
import org.junit.jupiter.api.Test;

final class LabelsTest {

    @Test
    void registryHoldsEachConstantOnce() throws Exception {
        Object[] constants = Arrays.stream(Labels.class.getFields()).filter(field -> field.getType() == Label.class).map(LabelsTest::value).toArray();

        assertThat(Labels.ALL).containsExactlyInAnyOrder(Arrays.copyOf(constants, constants.length, Label[].class));
        assertThat(Labels.ALL).doesNotHaveDuplicates();
    }

    private static Object value(Field field) {
        try {
            return field.get(Labels.class);
        } catch (IllegalAccessException hidden) {
            throw new AssertionError(hidden);
        }
    }

    @Test
    void noLabelBeginsAnother() {
        for (Label one : Labels.ALL) {
            for (Label other : Labels.ALL) {
                if (one != other) assertThat(other.bind().hex()).doesNotStartWith(one.bind().hex());
            }
        }
    }

    @Test
    void partsCannotBeShiftedIntoEachOther() {
        Seeded.check(200, random -> {
            Bytes all = random.bytes(random.between(1, 20));
            int one = random.between(0, all.size());
            int other = random.between(0, all.size());
            if (one == other) return;
            Label label = Labels.DATA_FIELD;
            assertThat(label.bind(all.slice(0, one), all.slice(one, all.size()))).isNotEqualTo(label.bind(all.slice(0, other), all.slice(other, all.size())));
        });
    }

    @Test
    void refusesTextThatIsNoLabel() {
        assertThat(new Label("x".repeat(64)).bytes().size()).isEqualTo(64);
        for (String text : new String[] {"", "x".repeat(65), "with space", "über"}) {
            assertThatThrownBy(() -> new Label(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
