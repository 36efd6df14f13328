# shellcheck shell=bash
# What the agent says of itself over its admin port.

agent_ready_or_over() { is_over agent || http_get "$ADMIN_PORT" /ready | head -n 1 | grep -q ' 200 '; }

# metric NAME LABELS...: sum of the agent's samples that have these labels.
metric() {
  local name=$1
  shift
  http_get "$ADMIN_PORT" /metrics | awk -v name="$name" -v labels="$*" '
    BEGIN { n = split(labels, wanted, " ") }
    index($0, name "{") == 1 || index($0, name " ") == 1 {
      for (i = 1; i <= n; i++) if (!index($0, wanted[i])) next
      sum += $NF
    }
    END { printf "%d\n", sum }'
}
