package io.realmgate.routing.parse;

import org.jspecify.annotations.Nullable;

/** Reads octets as they are written in files: {@code 0x00f110}. */
final class HexOctets {

    private HexOctets() {}

    /** One character for each octet of a text that begins with {@code 0x}; null if it is wrong, which is then reported. */
    static @Nullable String read(Scalar value, Report report) {
        String text = value.text();
        if (text.length() % 2 != 0 || !text.substring(2).matches("[0-9a-fA-F]*")) {
            report.error(value.origin(), "\"" + text + "\" is not hexadecimal", "two digits an octet: \"0x00f110\"");
            return null;
        }
        StringBuilder octets = new StringBuilder();
        for (int i = 2; i < text.length(); i += 2) {
            octets.append((char) Integer.parseInt(text.substring(i, i + 2), 16));
        }
        return octets.toString();
    }
}
