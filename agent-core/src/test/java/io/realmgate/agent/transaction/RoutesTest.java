package io.realmgate.agent.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final Routes routes = new Routes();

    @Test
    void aRouteHasOneNumberWhileItIsRemembered() {
        Object route = new Object();
        int number = routes.use(route);
        routes.leave(number);
        assertThat(routes.use(route)).isEqualTo(number);
        assertThat(routes.at(number)).isSameAs(route);
    }

    @Test
    void whatIsForgottenStaysUntilItsLastUserLeaves() {
        Object route = new Object();
        int number = routes.use(route);
        routes.forget();
        assertThat(routes.at(number)).isSameAs(route);
        routes.leave(number);
        assertThatThrownBy(() -> routes.at(number)).isInstanceOf(IllegalStateException.class);
    }

    /** More than are remembered push each other out, and are right all the same. */
    @Test
    void manyRoutesKeepTheirNumbersWhileTheyAreUsed() {
        List<Object> all = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            all.add(new Object());
            numbers.add(routes.use(all.get(i)));
        }
        for (int i = 0; i < all.size(); i++) {
            assertThat(routes.at(numbers.get(i))).isSameAs(all.get(i));
            routes.leave(numbers.get(i));
        }
        routes.forget();
        for (int number : numbers) {
            assertThatThrownBy(() -> routes.at(number)).isInstanceOf(IllegalStateException.class);
        }
    }
}
