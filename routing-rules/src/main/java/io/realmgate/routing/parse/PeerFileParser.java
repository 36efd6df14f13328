package io.realmgate.routing.parse;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.realmgate.routing.Names;
import io.realmgate.routing.model.AcceptPattern;
import io.realmgate.routing.model.NamePattern;
import io.realmgate.routing.model.PeerDefinition;
import io.realmgate.routing.model.PeerDirectory;
import io.realmgate.routing.model.PeerGroup;
import io.realmgate.routing.model.PeerRights;
import io.realmgate.routing.model.Place;
import io.realmgate.routing.model.RealmDefinition;
import io.realmgate.routing.model.Selection;
import io.realmgate.routing.model.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code peers.conf}: peers, patterns of peers to accept, groups, the default route. */
final class PeerFileParser {

    private final PeerNames names;
    private final Fields file;
    private final Report report;
    private final PeerRightsParser rights = new PeerRightsParser();
    private final List<PeerDefinition> peers = new ArrayList<>();
    private final List<AcceptPattern> accept = new ArrayList<>();
    private final Map<String, PeerGroup> groups = new LinkedHashMap<>();
    private final List<RealmDefinition> realms = new ArrayList<>();

    private PeerFileParser(ConfigObject file, PeerNames names, Report report) {
        this.names = names;
        this.report = report;
        this.file = new Fields(file, report);
    }

    /** What the file says, as far as it is right, with {@code names} filled in; mistakes go to {@code report}. */
    static PeerDirectory parse(ConfigObject file, PeerNames names, Report report) {
        return new PeerFileParser(file, names, report).parse();
    }

    private PeerDirectory parse() {
        file.allow("peers", "accept", "groups", "realms", "default-route");
        readPeers();
        readAccept();
        rights.finish();
        new GroupParser(names, report).readInto(groups, file.object("groups"));
        addGroupsOfPatterns();
        readRealms();
        Scalar defaultRoute = file.scalar("default-route");
        Target target = defaultRoute == null ? null : names.resolve(defaultRoute, report.about("default-route"));
        return new PeerDirectory(peers, accept, groups, realms, target);
    }

    private void readPeers() {
        Map<String, Place> first = new HashMap<>();
        for (ConfigValue entry : file.list("peers", "peers = [ { identity = … }, … ]")) {
            Fields fields = entry("peer", entry);
            Scalar identity = fields == null ? null : fields.required("identity");
            if (fields == null || identity == null) {
                continue;
            }
            Report about = report.about("peer \"" + identity.text() + "\"");
            String name = DiameterName.read(identity, "identity", about);
            String realm = realm(fields, about);
            PeerRights may = rights.read(fields, identity.origin(), about);
            if (name == null) {
                continue;
            }
            Place place = report.place(identity.origin());
            Place earlier = first.putIfAbsent(name, place);
            names.addPeer(name);
            if (earlier != null) {
                about.error(identity.origin(), "this identity is here twice", "first in line " + earlier.line());
            } else if (realm != null) {
                peers.add(new PeerDefinition(name, realm, may, place, settings(fields, "identity", "realm")));
            }
        }
    }

    private void readAccept() {
        Map<String, Place> first = new HashMap<>();
        for (ConfigValue entry : file.list("accept", "accept = [ { identity = \"*.example.org\", … }, … ]")) {
            Fields fields = entry("accept", entry);
            Scalar identity = fields == null ? null : fields.required("identity");
            if (fields == null || identity == null) {
                continue;
            }
            Report about = report.about("accept \"" + identity.text() + "\"");
            NamePattern pattern = DiameterName.pattern(identity, "identity", about);
            String realm = realm(fields, about);
            PeerRights may = rights.read(fields, identity.origin(), about);
            String group = group(fields, about);
            if (pattern == null) {
                continue;
            }
            Place place = report.place(identity.origin());
            Place earlier = first.putIfAbsent(pattern.text(), place);
            names.addPattern(pattern);
            if (earlier != null) {
                about.error(identity.origin(), "this identity is here twice", "first in line " + earlier.line());
            } else if (realm != null) {
                ConfigObject settings = settings(fields, "identity", "realm", "group");
                accept.add(new AcceptPattern(pattern, realm, group, may, place, settings));
            }
        }
    }

    private void readRealms() {
        Map<String, Place> first = new HashMap<>();
        for (ConfigValue entry : file.list("realms", "realms = [ { realm = example.org, … }, … ]")) {
            if (!(entry instanceof ConfigObject object)) {
                report.error(entry, "realm must be an object", "{ realm = example.org, … }");
                continue;
            }
            String name = realm(new Fields(object, report), report.about("realm"));
            if (name == null) {
                continue;
            }
            Place place = report.place(object);
            Place earlier = first.putIfAbsent(name, place);
            if (earlier != null) {
                report.about("realm \"" + name + "\"")
                        .error(entry, "this realm is here twice", "first in line " + earlier.line());
            } else {
                realms.add(new RealmDefinition(name, place, object.withoutKey("realm")));
            }
        }
    }

    private @Nullable Fields entry(String what, ConfigValue entry) {
        if (entry instanceof ConfigObject object) {
            return new Fields(object, report.about(what));
        }
        report.error(entry, what + " must be an object", "{ identity = …, realm = … }");
        return null;
    }

    private static @Nullable String realm(Fields fields, Report about) {
        Scalar realm = fields.with(about).required("realm");
        return realm == null ? null : DiameterName.read(realm, "realm", about);
    }

    private @Nullable String group(Fields fields, Report about) {
        Scalar group = fields.with(about).scalar("group");
        if (group == null || !GroupParser.isName(group, about)) {
            return null;
        }
        if (names.isPeer(Names.lowerCase(group.text()))) {
            about.error(group.origin(), "the group \"" + group.text() + "\" has the name of a peer", null);
        }
        names.addGroup(group.text());
        return group.text();
    }

    private static ConfigObject settings(Fields fields, String... readHere) {
        ConfigObject rest = fields.object();
        for (String key : readHere) {
            rest = rest.withoutKey(key);
        }
        for (String key : PeerRightsParser.KEYS) {
            rest = rest.withoutKey(key);
        }
        return rest;
    }

    private void addGroupsOfPatterns() {
        for (AcceptPattern pattern : accept) {
            String group = pattern.group();
            if (group != null) {
                groups.putIfAbsent(group, new PeerGroup(group, Selection.WEIGHTED, List.of(), null, pattern.place()));
            }
        }
    }
}
