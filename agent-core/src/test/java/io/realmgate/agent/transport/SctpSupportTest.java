package io.realmgate.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SctpSupportTest {
    @Test
    void saysWhatToLoadOrInstall() {
        assertThat(SctpSupport.explain("Protocol not supported"))
                .isEqualTo(new SctpSupport.Missing(
                        "the kernel has no SCTP (Protocol not supported)",
                        "load its module with \"modprobe sctp\", or use a kernel that has it"));
        assertThat(SctpSupport.explain("libsctp.so.1: cannot open shared object file")
                        .remedy())
                .contains("libsctp1");
    }

    /** Whatever this machine has, the question is answered and not thrown. */
    @Test
    void asksTheKernel() {
        SctpSupport.missing().ifPresent(missing -> assertThat(missing.remedy()).isNotEmpty());
    }
}
