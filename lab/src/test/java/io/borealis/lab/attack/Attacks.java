package io.borealis.lab.attack;

import java.util.List;

/** Rows of one kind of attack. A new class of rows is named in {@link AttackIT}. */
interface Attacks {

    List<Attack> rows();
}
