package io.realmgate.routing.dictionary;

import io.realmgate.routing.model.ResultValue;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names and codes of what goes over the wire. Immutable and thread-safe. Names are found whatever
 * their case and given back as the specifications spell them; looking up a code allocates nothing.
 * What is not in here can still be relayed and still be named by its number.
 */
public final class Dictionary {

    private final ApplicationNames applications;
    private final CommandNames commands;
    private final ResultNames results;
    private final @Nullable AvpNames avps;

    private Dictionary(Additions own) {
        applications = new ApplicationNames(own.applications());
        commands = new CommandNames(applications, own.commands());
        results = new ResultNames(own.results());
        avps = own.avps().isEmpty() ? null : new AvpNames(own.avps());
    }

    /** The dictionary that comes with the program. Read once, at the first call. */
    public static Dictionary standard() {
        return Standard.INSTANCE;
    }

    /**
     * The dictionary that comes with the program, and more.
     *
     * @throws IllegalStateException if {@code own} gives a known code or application name another meaning
     */
    public static Dictionary with(Additions own) {
        return new Dictionary(own);
    }

    /** Application-ID by name or alias, such as {@code S6a}; 32 unsigned bits in an int. */
    public Optional<Integer> application(String name) {
        return Optional.ofNullable(applications.id(name));
    }

    /** The usual name of an application, or null. */
    public @Nullable String applicationName(int id) {
        return applications.name(id);
    }

    /**
     * Vendor-Id under which an application is advertised (RFC 6733 5.3, 6.11): 0 for those of the IETF, which have none;
     * -1 if the application is not known.
     */
    public int applicationVendor(int id) {
        return applications.vendor(id);
    }

    /** Every name and alias of an application, for suggestions. */
    public Collection<String> applicationNames() {
        return Collections.unmodifiableCollection(applications.all());
    }

    /**
     * Commands by short or long name, of the request or the answer: {@code ULR}, {@code ULA} and {@code
     * Update-Location} are the same. Short names are not unique: {@code PUR} is Profile-Update for Sh and
     * Purge-UE for S6a.
     */
    public List<CommandDefinition> commands(String name) {
        return commands.named(name);
    }

    /** The command with a code, preferably the one of that application; or null. */
    public @Nullable CommandDefinition command(int code, int application) {
        return commands.find(code, application);
    }

    /** Short name such as {@code ULR}, or null. */
    public @Nullable String commandName(int code, int application, boolean request) {
        CommandDefinition command = commands.find(code, application);
        if (command == null) {
            return null;
        }
        return request ? command.request() : command.answer();
    }

    /**
     * Whether a success of the command opens a session that the client ends with an STR (RFC 6733 8.4). Sessions that end
     * otherwise, as those of credit control do with their last CCR, are none; nor are those of unknown applications.
     */
    public boolean opensSession(int code, int application) {
        CommandDefinition command = commands.find(code, application);
        return command != null && command.opensSession() && command.isIn(application);
    }

    /** Every name of a command, for suggestions. */
    public Collection<String> commandNames() {
        return Collections.unmodifiableCollection(commands.all());
    }

    /** Result-Code value by name, such as {@code DIAMETER_UNABLE_TO_DELIVER} (RFC 6733 7.1). */
    public Optional<Integer> resultCode(String name) {
        return Optional.ofNullable(results.standardCode(name));
    }

    /** Name of a Result-Code value, or null. */
    public @Nullable String resultCodeName(int code) {
        return results.name(0, code);
    }

    /** Every name of a Result-Code value, for suggestions. */
    public Collection<String> resultCodeNames() {
        return Collections.unmodifiableCollection(results.all());
    }

    /** Experimental-Results by name (RFC 6733 7.7), of all vendors; empty if there is none. */
    public List<ResultValue> experimentalResults(String name) {
        return results.experimental(name);
    }

    /** Every name of an Experimental-Result-Code value, for suggestions. */
    public Collection<String> experimentalResultNames() {
        return Collections.unmodifiableCollection(results.allExperimental());
    }

    /** Name of an Experimental-Result-Code value of a vendor, or null. */
    public @Nullable String experimentalResultCodeName(int vendor, int code) {
        return results.name(vendor, code);
    }

    /**
     * What is known about an AVP, or null.
     *
     * @param vendor Vendor-ID of the AVP's header, 0 if it has none
     */
    public @Nullable AvpDefinition avp(int code, int vendor) {
        return avps().find(code, vendor);
    }

    /** What is known about an AVP, or null. A name that occurs several times is the IETF's, else the lowest code's. */
    public @Nullable AvpDefinition avp(String name) {
        return avps().find(name);
    }

    /** Every name of an AVP, for suggestions. */
    public Collection<String> avpNames() {
        return avps().all();
    }

    private AvpNames avps() {
        return avps == null ? Avps.NAMES : avps;
    }

    /** Where applications keep what identifies a subscriber, in the order in which to look. */
    public List<SubscriberPlace> subscriberPlaces() {
        return Subscribers.PLACES;
    }

    private static final class Standard {
        static final Dictionary INSTANCE = new Dictionary(Additions.NONE);
    }

    // Only people and rules about AVPs ask for these, so an agent that just relays need not wait for them.
    private static final class Avps {
        static final AvpNames NAMES = new AvpNames(List.of());
    }

    private static final class Subscribers {
        static final List<SubscriberPlace> PLACES = TsvReader.read("subscribers.tsv", 5).stream()
                .map(row -> new SubscriberPlace(
                        row[0], row[1].equals("*") ? null : Integer.valueOf(row[1]), row[2], row[3]))
                .toList();
    }
}
