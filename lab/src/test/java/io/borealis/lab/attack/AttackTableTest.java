package io.borealis.lab.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.lab.MadeTable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of attacks says what {@link AttackIT} tries, and nothing else. */
class AttackTableTest {

    @Test
    void eachAttackHasANameOfItsOwn() {
        assertThat(Attacks.all()).extracting(Attack::id).doesNotHaveDuplicates();
    }

    @Test
    void thePageHasEveryAttackAndItsRefusal() throws Exception {
        MadeTable.isIn(
                "attacks.md",
                AttackTableTest.class,
                List.of("Row", "About", "Who", "Sends", "Is answered"),
                Attacks.all().stream().map(AttackTableTest::row).toList());
    }

    private static String row(Attack attack) {
        return "| `" + attack.id() + "` | " + readable(attack.group()) + " | " + readable(attack.attacker()) + " | "
                + readable(attack.sent()) + " | " + readable(attack.expected().toString()) + " |";
    }

    // A cell is one line of text, whatever an attack is made of
    private static String readable(String text) {
        StringBuilder readable = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (point < ' ' || point > '~') {
                readable.append("\\u%04X".formatted(point));
            } else if (point == '|' || point == '<') {
                readable.append('\\').appendCodePoint(point);
            } else {
                readable.appendCodePoint(point);
            }
        });
        return readable.toString();
    }
}
