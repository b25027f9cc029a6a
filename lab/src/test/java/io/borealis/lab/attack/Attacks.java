package io.borealis.lab.attack;

import java.util.List;
import java.util.stream.Stream;

/** Rows of one kind of attack. */
interface Attacks {

    List<Attack> rows();

    /** Every row of the table. */
    static List<Attack> all() {
        return Stream.of(
                        new HttpAttacks(),
                        new SmugglingAttacks(),
                        new BearerAttacks(),
                        new RequestAttacks(),
                        new SocketAttacks(),
                        new TextAttacks(),
                        new LoginAttacks(),
                        new TerminalAttacks(),
                        new ReattachAttacks(),
                        new ShareAttacks(),
                        new SessionAttacks(),
                        new CookieAttacks(),
                        new AccountAttacks(),
                        new CloneAttacks(),
                        new DeviceAttacks(),
                        new CodeAttacks(),
                        new UseAttacks(),
                        new KeyAttacks(),
                        new ReachAttacks(),
                        new RequestForAccessAttacks())
                .flatMap(attacks -> attacks.rows().stream())
                .toList();
    }
}
