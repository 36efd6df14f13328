package io.realmgate.agent.proxy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realmgate.routing.model.EditValue.Part;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Replaces what fits a regular expression. The one kind of edit that allocates: the library works on text. */
final class TextReplacement {
    private final TemplateWriter templates;
    private final int longest;
    private final ByteBuf scratch = Unpooled.buffer(256);

    /** @param longest characters of a result; one that would be longer is cut there, which is too long for a message */
    TextReplacement(TemplateWriter templates, int longest) {
        this.templates = templates;
        this.longest = longest;
    }

    /**
     * The new octets of the value; null if it stays: nothing fits, it is no text in UTF-8, a part of the template has no
     * value, or nothing would be left.
     */
    byte @Nullable [] replace(PlannedEdit edit, ByteBuf bytes, int start, int length) {
        Pattern regex = Objects.requireNonNull(edit.regex());
        String text = decode(bytes, start, length);
        Matcher matcher = text == null ? null : regex.matcher(text);
        if (text == null || matcher == null || !matcher.find()) {
            return null;
        }
        List<Object> parts = parts(Objects.requireNonNull(edit.template()).parts());
        if (parts.isEmpty()) {
            return null;
        }
        StringBuilder result = new StringBuilder();
        int rest = 0;
        do {
            result.append(text, rest, matcher.start());
            for (Object part : parts) {
                result.append(part instanceof Integer group ? captured(matcher, group) : part);
            }
            rest = matcher.end();
        } while (result.length() <= longest && matcher.find());
        result.append(text, rest, text.length());
        return result.isEmpty() ? null : result.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String captured(Matcher matcher, int group) {
        String text = matcher.group(group);
        return text == null ? "" : text;
    }

    /** Texts and numbers of groups; empty if one of the parts has no value. */
    private List<Object> parts(List<Part> written) {
        List<Object> parts = new ArrayList<>();
        // An empty template removes what fits.
        parts.add("");
        for (Part part : written) {
            if (part instanceof Part.Captured captured) {
                parts.add(captured.group());
                continue;
            }
            scratch.clear();
            if (!templates.write(part, scratch)) {
                return List.of();
            }
            parts.add(scratch.toString(StandardCharsets.UTF_8));
        }
        return parts;
    }

    private static @Nullable String decode(ByteBuf bytes, int start, int length) {
        byte[] octets = new byte[length];
        bytes.getBytes(start, octets);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
