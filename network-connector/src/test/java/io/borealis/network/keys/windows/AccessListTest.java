package io.borealis.network.keys.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessListTest {

    private static final Set<String> TRUSTED = Set.of("SY", "BA", "S-1-5-21-1-2-3-1000");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)",
                "O:BAD:P(A;OICI;FA;;;SY)(D;;SD;;;WD)(A;OICI;FA;;;BA)",
                "O:S-1-5-21-1-2-3-1000G:S-1-5-21-1-2-3-513D:(A;OICI;FA;;;SY)(A;OICI;FA;;;S-1-5-21-1-2-3-1000)",
                "O:BAG:BAD:PS:AI(AU;SAFA;FA;;;WD)"
            })
    void acceptsTheSystemAdministratorsAndTheOwnAccount(String sddl) {
        assertThat(AccessList.parse(sddl).orElseThrow().objection(TRUSTED)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU) | is open to BU",
                "O:SYG:SYD:AI(A;OICIID;FA;;;SY)(A;OICIIOID;GA;;;CO)                  | is open to CO",
                "O:SYD:P(A;;FA;;;S-1-5-21-1-2-3-1001)                                | is open to S-1-5-21-1-2-3-1001",
                "O:SYD:P(OA;;FA;;;SY)                                                | is open to SY",
                "O:S-1-5-21-1-2-3-1001D:P(A;;FA;;;SY)                                | belongs to S-1-5-21-1-2-3-1001"
            })
    void objectsToWhoeverElse(String sddl, String objection) {
        assertThat(AccessList.parse(sddl).orElseThrow().objection(TRUSTED)).contains(objection);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "O:SYG:SY",
                "D:P(A;;FA;;;SY)",
                "O:SYD:NO_ACCESS_CONTROL",
                "O:SYD:P(A;;FA;;;SY",
                "O:SYD:P(A;;FA;;SY)",
                "O:SYD:P(XA;;FX;;;WD;(@User.Title==\"PM\"))",
                "O:SYD:PX(A;;FA;;;SY)"
            })
    void takesNothingThatItDoesNotUnderstand(String sddl) {
        assertThat(AccessList.parse(sddl)).isEmpty();
    }

    @Test
    void tellsAProtectedListFromAnInheritingOne() {
        assertThat(AccessList.parse("O:SYD:PAI(A;;FA;;;SY)").orElseThrow().isProtected())
                .isTrue();
        assertThat(AccessList.parse("O:SYD:AI(A;ID;FA;;;SY)").orElseThrow().isProtected())
                .isFalse();
    }
}
