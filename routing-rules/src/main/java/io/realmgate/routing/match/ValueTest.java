package io.realmgate.routing.match;

import com.google.re2j.Pattern;
import io.realmgate.routing.AvpSlot;
import io.realmgate.routing.MessageFacts;
import io.realmgate.routing.Names;
import io.realmgate.routing.Octets;
import io.realmgate.routing.model.AvpTest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Compiles what is asked of the value of an AVP. Only a regular expression allocates when it is asked. */
final class ValueTest {

    private ValueTest() {}

    static Predicate<Octets> of(AvpTest test) {
        if (test instanceof AvpTest.Numbers numbers) {
            return value -> isInRange(value, numbers);
        } else if (test instanceof AvpTest.Text text) {
            TextSet set = new TextSet(text.patterns());
            return set::contains;
        } else if (test instanceof AvpTest.Regex regex) {
            Pattern pattern = regex.pattern();
            return value -> pattern.matcher(bytes(value)).find();
        }
        throw new IllegalArgumentException("not about a value: " + test);
    }

    private static boolean isInRange(Octets value, AvpTest.Numbers numbers) {
        if (value.length() != 4 && value.length() != 8) {
            return false;
        }
        long number = number(value, numbers.signed());
        for (int i = 0; i < numbers.ranges().size(); i++) {
            if (numbers.ranges().get(i).contains(number)) {
                return true;
            }
        }
        return false;
    }

    private static long number(Octets value, boolean signed) {
        long number = signed ? value.byteAt(0) >> 7 : 0;
        for (int i = 0; i < value.length(); i++) {
            number = number << 8 | value.byteAt(i) & 0xff;
        }
        return number;
    }

    private static byte[] bytes(Octets value) {
        byte[] bytes = new byte[value.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = value.byteAt(i);
        }
        return bytes;
    }

    /** What the message has there, for people to read. */
    static String seen(MessageFacts facts, AvpSlot avp, AvpTest test) {
        List<String> values = new ArrayList<>();
        facts.anyAvp(avp, value -> {
            boolean isNumber = test instanceof AvpTest.Numbers && (value.length() == 4 || value.length() == 8);
            values.add(isNumber ? Long.toString(number(value, ((AvpTest.Numbers) test).signed())) : Names.text(value));
            return false;
        });
        return values.isEmpty() ? NameCondition.ABSENT : String.join(", ", values);
    }
}
