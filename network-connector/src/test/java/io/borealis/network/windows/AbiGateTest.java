package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.network.windows.Layout.Field;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every struct that the product writes or reads, field by field, against the table of Windows' own layouts. */
final class AbiGateTest {

    private static final List<Class<?>> HOLDERS =
            List.of(WireGuardLayouts.class, IpHelperLayouts.class, FilteringLayouts.class);

    @Test
    void everyFieldLiesWhereWindowsHasIt() throws IOException {
        assertThat(differences(layouts(), AbiTable.read())).isEmpty();
    }

    /** What is not listed is not checked, so what is declared must be listed. */
    @Test
    void everyDeclaredLayoutIsChecked() throws IllegalAccessException {
        List<Layout> declared = new ArrayList<>();
        List<Field> declaredFields = new ArrayList<>();
        for (Class<?> holder : HOLDERS) {
            for (Class<?> struct : holder.getDeclaredClasses()) {
                for (java.lang.reflect.Field constant : struct.getDeclaredFields()) {
                    if (!Modifier.isStatic(constant.getModifiers())) {
                        continue;
                    }
                    Object value = constant.get(null);
                    if (value instanceof Layout layout) {
                        declared.add(layout);
                    } else if (value instanceof Field field) {
                        declaredFields.add(field);
                    }
                }
            }
        }
        assertThat(layouts()).containsExactlyInAnyOrderElementsOf(declared);
        assertThat(layouts().stream().flatMap(layout -> layout.fields().stream()))
                .containsExactlyInAnyOrderElementsOf(declaredFields);
    }

    @Test
    void noOtherClassDeclaresALayout() {
        assertThat(ProductClasses.inThisPackage())
                .filteredOn(type -> Stream.of(type.getDeclaredFields())
                        .anyMatch(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Layout.class))
                .allMatch(type -> HOLDERS.contains(type.getDeclaringClass()));
    }

    @Test
    void fieldsDoNotRunOutOfTheirStruct() {
        assertThat(layouts()).allSatisfy(layout -> assertThat(layout.fields())
                .allMatch(field -> field.offset() >= 0 && field.offset() + field.size() <= layout.size()));
    }

    @Test
    void oneWrongOffsetIsFound() throws IOException {
        Layout right = WireGuardLayouts.Peer.LAYOUT;
        for (Field moved : right.fields()) {
            Layout wrong = new Layout(right.name(), right.size());
            for (Field field : right.fields()) {
                wrong.bytes(field.name(), field.offset() + (field == moved ? 4 : 0), field.size());
            }
            assertThat(differences(List.of(wrong), AbiTable.read()))
                    .singleElement()
                    .asString()
                    .contains(moved.name());
        }
    }

    @Test
    void oneWrongSizeIsFound() throws IOException {
        Layout wrong = new Layout("WIREGUARD_ALLOWED_IP", 24);
        wrong.u32("AddressFamily", 16);
        assertThat(differences(List.of(wrong), AbiTable.read())).hasSize(1);
        assertThat(differences(List.of(new Layout("WIREGUARD_ALLOWED_IP", 20)), AbiTable.read()))
                .hasSize(1);
        assertThat(differences(List.of(new Layout("WIREGUARD_ALLOWED_IPS", 24)), AbiTable.read()))
                .hasSize(1);
    }

    static List<Layout> layouts() {
        return Stream.of(WireGuardLayouts.ALL, IpHelperLayouts.ALL, FilteringLayouts.ALL)
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> differences(List<Layout> layouts, AbiTable table) {
        List<String> differences = new ArrayList<>();
        for (Layout layout : layouts) {
            if (!table.sizeOf(layout.name()).equals(java.util.Optional.of(layout.size()))) {
                differences.add(layout.name() + " has " + layout.size() + " bytes here, " + table.sizeOf(layout.name())
                        + " on Windows");
            }
            for (Field field : layout.fields()) {
                AbiTable.Place here = new AbiTable.Place(field.offset(), field.size());
                if (!table.placeOf(field).equals(java.util.Optional.of(here))) {
                    differences.add(field + " is not where Windows has it: " + table.placeOf(field));
                }
            }
        }
        return differences;
    }
}
