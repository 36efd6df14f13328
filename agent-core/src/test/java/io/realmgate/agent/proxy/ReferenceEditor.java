package io.realmgate.agent.proxy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.realmgate.agent.testkit.TestAvp;
import io.realmgate.routing.model.AvpPath;
import io.realmgate.routing.model.Edit;
import io.realmgate.routing.model.EditValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Edits as they are meant, on a tree of AVPs that is read and written whole for each of them. */
final class ReferenceEditor {
    private final byte[] received;
    private final String from;

    ReferenceEditor(byte[] received, String from) {
        this.received = received;
        this.from = from;
    }

    /** One AVP. */
    private static final class Node {
        int code;
        int flags;
        int vendor;
        byte[] data = {};
        /** As it came; null once it is another. */
        byte @Nullable [] raw;

        static Node of(AvpPath.Step step, boolean mandatory) {
            Node node = new Node();
            node.code = step.code();
            node.vendor = step.vendor();
            node.flags = (step.vendor() == 0 ? 0 : TestAvp.V) | (mandatory ? TestAvp.M : 0);
            return node;
        }

        byte[] encode() {
            byte[] octets = raw;
            if (octets == null) {
                octets = TestAvp.encode(List.of(TestAvp.raw(code, flags, vendor, data)));
            }
            return Arrays.copyOf(octets, octets.length + 3 & ~3);
        }
    }

    /** What the message becomes. */
    byte[] edit(List<Edit> edits) {
        byte[] message = received;
        for (Edit edit : edits) {
            List<Node> nodes = parse(Arrays.copyOfRange(message, 20, message.length));
            byte[] value = edit instanceof Edit.Set set
                    ? value(set.value())
                    : edit instanceof Edit.Add add ? value(add.value()) : new byte[] {1};
            if (nodes == null || value == null) {
                continue;
            }
            edit(nodes, edit, value);
            byte[] body = encode(nodes);
            byte[] next = Arrays.copyOf(message, 20 + body.length);
            System.arraycopy(body, 0, next, 20, body.length);
            ByteBuffer.wrap(next).putInt(0, 1 << 24 | next.length);
            message = next;
        }
        return message;
    }

    private void edit(List<Node> nodes, Edit edit, byte[] value) {
        if (edit instanceof Edit.Remove) {
            change(nodes, edit.path(), 0, node -> null);
        } else if (edit instanceof Edit.Replace replace) {
            change(nodes, edit.path(), 0, node -> {
                byte[] text = replaced(replace, node.data);
                if (text != null) {
                    node.data = text;
                    node.raw = null;
                }
                return node;
            });
        } else if (edit instanceof Edit.Set set) {
            boolean found = change(nodes, edit.path(), 0, node -> {
                node.data = value;
                node.raw = null;
                return node;
            });
            if (!found) {
                add(nodes, edit.path(), 0, set.made(), value);
            }
        } else {
            add(nodes, edit.path(), 0, ((Edit.Add) edit).made(), value);
        }
    }

    private interface Change {
        @Nullable
        Node of(Node node);
    }

    /** Whether there was any. */
    private static boolean change(List<Node> nodes, AvpPath path, int level, Change change) {
        boolean found = false;
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (!leadsTo(node, path, level)) {
                continue;
            }
            if (level == path.steps().size() - 1) {
                found = true;
                Node now = change.of(node);
                if (now == null) {
                    nodes.remove(i--);
                }
                continue;
            }
            List<Node> inner = members(node);
            List<byte[]> before = inner.stream().map(Node::encode).toList();
            boolean inside = change(inner, path, level + 1, change);
            found |= inside;
            List<byte[]> after = inner.stream().map(Node::encode).toList();
            if (inside && (inner.stream().anyMatch(n -> n.raw == null) || before.size() != after.size())) {
                node.data = encode(inner);
                node.raw = null;
            }
        }
        return found;
    }

    private static void add(List<Node> nodes, AvpPath path, int level, List<Edit.Made> made, byte[] value) {
        boolean last = level == path.steps().size() - 1;
        if (!last) {
            for (Node node : nodes) {
                if (leadsTo(node, path, level)) {
                    List<Node> inner = members(node);
                    add(inner, path, level + 1, made, value);
                    node.data = encode(inner);
                    node.raw = null;
                    return;
                }
            }
        }
        AvpPath.Step step = path.steps().get(level);
        Node node = Node.of(step, made.get(level).mandatory());
        if (last) {
            node.data = value;
        } else {
            List<Node> inner = new ArrayList<>();
            AvpPath.Guard guard = step.guard();
            if (guard != null) {
                Node number = Node.of(
                        new AvpPath.Step(guard.code(), guard.vendor(), null),
                        made.get(level).guardMandatory());
                number.data = ByteBuffer.allocate(4).putInt(guard.value()).array();
                inner.add(number);
            }
            // A group that was just made holds nothing that the path could lead to.
            List<Node> rest = new ArrayList<>();
            add(rest, path, level + 1, made, value);
            inner.addAll(rest);
            node.data = encode(inner);
        }
        nodes.add(node);
    }

    private static boolean leadsTo(Node node, AvpPath path, int level) {
        AvpPath.Step step = path.steps().get(level);
        if (node.code != step.code() || node.vendor != step.vendor()) {
            return false;
        }
        AvpPath.Guard guard = step.guard();
        if (guard == null && level == path.steps().size() - 1) {
            return true;
        }
        List<Node> members = parse(node.data);
        return members != null
                && (guard == null
                        || members.stream()
                                .anyMatch(m -> m.code == guard.code()
                                        && m.vendor == guard.vendor()
                                        && m.data.length == 4
                                        && ByteBuffer.wrap(m.data).getInt() == guard.value()));
    }

    private static List<Node> members(Node node) {
        List<Node> members = parse(node.data);
        if (members == null) {
            throw new IllegalStateException("malformed");
        }
        return members;
    }

    /** Null if it is malformed. */
    static @Nullable List<Node> parse(byte[] octets) {
        List<Node> nodes = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(octets);
        int at = 0;
        while (at < octets.length) {
            if (octets.length - at < 8) {
                return null;
            }
            Node node = new Node();
            node.code = in.getInt(at);
            node.flags = octets[at + 4] & 0xff;
            int length = in.getInt(at + 4) & 0xffffff;
            int header = (node.flags & TestAvp.V) == 0 ? 8 : 12;
            if (length < header || length > octets.length - at) {
                return null;
            }
            node.vendor = header == 8 ? 0 : in.getInt(at + 8);
            node.data = Arrays.copyOfRange(octets, at + header, at + length);
            int next = Math.min(octets.length, at + (length + 3 & ~3));
            node.raw = Arrays.copyOfRange(octets, at, next);
            nodes.add(node);
            at = next;
        }
        return nodes;
    }

    private static byte[] encode(List<Node> nodes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        nodes.forEach(node -> out.writeBytes(node.encode()));
        return out.toByteArray();
    }

    private byte @Nullable [] value(EditValue value) {
        if (value instanceof EditValue.Fixed fixed) {
            return fixed.octets().getBytes(StandardCharsets.ISO_8859_1);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (EditValue.Part part : ((EditValue.Template) value).parts()) {
            byte[] octets = part(part);
            if (octets == null) {
                return null;
            }
            out.writeBytes(octets);
        }
        return out.toByteArray();
    }

    private byte @Nullable [] part(EditValue.Part part) {
        if (part instanceof EditValue.Part.Literal literal) {
            return literal.text().getBytes(StandardCharsets.UTF_8);
        }
        if (part instanceof EditValue.Part.From) {
            return from.getBytes(StandardCharsets.US_ASCII);
        }
        int code = ((EditValue.Part.Avp) part).code();
        List<Node> nodes = parse(Arrays.copyOfRange(received, 20, received.length));
        return nodes == null
                ? null
                : nodes.stream()
                        .filter(node -> node.code == code && (node.flags & TestAvp.V) == 0)
                        .findFirst()
                        .map(node -> node.data)
                        .filter(data -> data.length > 0)
                        .orElse(null);
    }

    private byte @Nullable [] replaced(Edit.Replace replace, byte[] data) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
        StringBuilder with = new StringBuilder();
        for (EditValue.Part part : replace.with().parts()) {
            if (part instanceof EditValue.Part.Captured captured) {
                with.append('$').append(captured.group());
                continue;
            }
            byte[] octets = part(part);
            if (octets == null) {
                return null;
            }
            with.append(Matcher.quoteReplacement(new String(octets, StandardCharsets.UTF_8)));
        }
        Pattern pattern = replace.regex();
        if (!pattern.matcher(text).find()) {
            return null;
        }
        String result = pattern.matcher(text).replaceAll(with.toString());
        return result.isEmpty() ? null : result.getBytes(StandardCharsets.UTF_8);
    }
}
