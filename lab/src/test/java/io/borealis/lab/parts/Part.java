package io.borealis.lab.parts;

/** An artifact in one of the product's bills of materials. Immutable. */
record Part(String group, String artifact, String version) {

    @Override
    public String toString() {
        return group + ":" + artifact + ":" + version;
    }
}
