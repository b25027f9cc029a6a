package io.borealis.lab.attack;

/**
 * One row of the table. Immutable.
 *
 * @param id unique and stable, words joined by hyphens
 * @param group which promise it is about
 * @param attacker who attacks
 * @param sent what is sent
 * @param expected how it must be refused
 * @param given what must stand before the state is looked at for the first time
 * @param act performs the attack over the wire and tells what came back
 */
record Attack(String id, String group, String attacker, String sent, Refusal expected, Given given, Act act) {

    /** Nothing must stand before. */
    static final Given NOTHING = ground -> {};

    /** Prepares what belongs to the world and not to the attack. */
    @FunctionalInterface
    interface Given {
        void prepare(Ground ground) throws Exception;
    }

    /** The attack itself. */
    @FunctionalInterface
    interface Act {
        Refusal against(Ground ground) throws Exception;
    }

    /** {@code row("no-token", "access", "nobody", "GET /api/devices", problem(401, "unauthorized"), ground -> …)}. */
    static Attack row(String id, String group, String attacker, String sent, Refusal expected, Act act) {
        return new Attack(id, group, attacker, sent, expected, NOTHING, act);
    }

    /** The same row with something that must stand before. */
    Attack given(Given what) {
        return new Attack(id, group, attacker, sent, expected, what, act);
    }

    @Override
    public String toString() {
        return id + " (" + group + "): " + attacker + " sends " + sent + ", expected " + expected;
    }
}
