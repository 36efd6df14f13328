package io.realmgate.agent.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.realmgate.agent.testkit.TestAvp;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteRecordTest {
    @ParameterizedTest
    @ValueSource(strings = {"a.example", "ab.example", "abc.example", "abcd.example"})
    void isThePaddedAvp(String identity) {
        ByteBuf avp = RouteRecord.of(identity);
        byte[] expected = TestAvp.encode(List.of(TestAvp.text(282, identity)));
        assertThat(ByteBufUtil.hexDump(avp)).isEqualTo(ByteBufUtil.hexDump(expected));
        avp.release();
        assertThat(avp.refCnt()).isOne();
    }
}
