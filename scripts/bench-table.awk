# Turns the output of go test -bench into one table. Figures of the benchmark's
# own (b.ReportMetric) stand in the last column.
function human(ns) {
	if (ns >= 1e9) return sprintf("%.2f s", ns / 1e9)
	if (ns >= 1e6) return sprintf("%.2f ms", ns / 1e6)
	if (ns >= 1e3) return sprintf("%.2f µs", ns / 1e3)
	return sprintf("%.1f ns", ns)
}
/^pkg: / { pkg = $2; sub(/.*\/yobirin\//, "", pkg); next }
/^Benchmark/ && NF >= 4 {
	name = $1; sub(/^Benchmark/, "", name); sub(/-[0-9]+$/, "", name)
	time = bytes = allocs = own = ""
	for (i = 3; i < NF; i += 2) {
		if ($(i + 1) == "ns/op") time = human($i)
		else if ($(i + 1) == "B/op") bytes = $i
		else if ($(i + 1) == "allocs/op") allocs = $i
		else own = own (own == "" ? "" : ", ") $i " " $(i + 1)
	}
	if (!rows++) printf "\n%-28s %-40s %12s %10s %10s  %s\n", "package", "benchmark", "per op", "B/op", "allocs/op", "own figures"
	printf "%-28s %-40s %12s %10s %10s  %s\n", pkg, name, time, bytes, allocs, own
}
END { if (!rows) print "no benchmark ran" }
