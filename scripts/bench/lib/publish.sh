# shellcheck shell=bash
# Tables and plots into docs/.

# publish MARK TABLES PLOTS: what stands between the two marks of docs/performance.md becomes TABLES; each script in the directory
# PLOTS, if there is one, is drawn.
publish() {
  local mark=$1 tables=$2 plot
  sed -i -e "/^<!-- $mark -->/,/^<!-- end of $mark -->/{/^<!--/!d}" -e "/^<!-- $mark -->/r $tables" "$ROOT/docs/performance.md"
  mkdir -p "$ROOT/docs/plots"
  for plot in "$3"/*.gnuplot; do
    if [ -e "$plot" ]; then gnuplot -e "set output '$ROOT/docs/plots/$(basename "${plot%.gnuplot}").svg'" "$plot"; fi
  done
}
