package io.realmgate.agent.load;

import io.realmgate.agent.load.LoadPlan.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Everything that will be said in a run, and who says it. Immutable. */
final class Script {
    private final LoadPlan plan;
    private final List<RequestTemplate> requests = new ArrayList<>();
    private final List<AnswerTemplate> answers = new ArrayList<>();

    Script(LoadPlan plan, Instant started) {
        this.plan = plan;
        LoadPlan.Cast cast = plan.cast();
        Work work = plan.work();
        for (int i = 0; i < cast.clients(); i++) {
            requests.add(new RequestTemplate(work, client(i), cast.client().realm(i), started));
        }
        int room = AnswerTemplate.room(work.answerSize(), requests.get(0).sessionLength());
        for (int i = 0; i < cast.servers(); i++) {
            answers.add(new AnswerTemplate(i, server(i), cast.server().realm(i), room));
        }
    }

    LoadPlan plan() {
        return plan;
    }

    String client(int number) {
        return plan.cast().client().identity(number);
    }

    String server(int number) {
        return plan.cast().server().identity(number);
    }

    BaseMessages clientBase(int number) {
        return new BaseMessages(
                client(number),
                plan.cast().client().realm(number),
                plan.work().exchange().application());
    }

    BaseMessages serverBase(int number) {
        return new BaseMessages(
                server(number),
                plan.cast().server().realm(number),
                plan.work().exchange().application());
    }

    RequestTemplate request(int client) {
        return requests.get(client);
    }

    AnswerTemplate answer(int server) {
        return answers.get(server);
    }

    int clients() {
        return requests.size();
    }

    int servers() {
        return answers.size();
    }
}
