#!/usr/bin/env bash
# bench engine|serving|fleet|progress|load|page|start [--quick]: times the engine, adapt-and-predict over HTTP, a queue of runs on several workers, live progress, a team's day, the first visit to the page, or the start of the processes; JSON on stdout
source "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"
source "$repo/scripts/lib/processes.sh"

engine() {
    local project=$repo/tests/WarpGrad.Benchmarks/WarpGrad.Benchmarks.csproj
    need_dotnet
    dotnet build "$project" -c Release --nologo -v q >&2 || die "building the benchmark failed"
    # Fresh memory then comes 2 MiB at a time instead of page by page.
    export GLIBC_TUNABLES=${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}
    exec dotnet "$repo"/tests/WarpGrad.Benchmarks/bin/Release/net10.0/linux-x64/WarpGrad.Benchmarks.dll "$@"
}

# The whole product on a PostgreSQL of its own, with an ordinary server's care for the disk, and gone afterwards.
serving() {
    local project=$repo/tests/WarpGrad.ServiceBenchmarks/WarpGrad.ServiceBenchmarks.csproj scratch
    need_dotnet
    dotnet build "$project" -c Release --nologo -v q >&2 || die "building the benchmark failed"
    "$repo/scripts/publish.sh" >&2 || die "publishing failed"
    scratch=$(mktemp -d "${TMPDIR:-/tmp}/warpgrad-bench.XXXXXX")
    chmod 711 "$scratch"
    remove_scratch() {
        "$repo/scripts/postgres.sh" stop "$scratch/postgres"
        rm -rf "$scratch"
    }
    post_guardian remove_scratch
    trap 'exit 130' INT TERM HUP
    trap dismiss_guardian EXIT
    "$repo/scripts/postgres.sh" start "$scratch/postgres" >&2 8>&- || die "PostgreSQL does not start"
    WARPGRAD_TEST_POSTGRES=$("$repo/scripts/postgres.sh" url "$scratch/postgres" postgres)
    export WARPGRAD_TEST_POSTGRES WARPGRAD_TEST_APP=$published GLIBC_TUNABLES=${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}
    dotnet "$repo/tests/WarpGrad.ServiceBenchmarks/bin/Release/net10.0/WarpGrad.ServiceBenchmarks.dll" "$@" 8>&-
}

page() {
    WARPGRAD_TEST_CHROMIUM=$("$repo/scripts/chromium.sh") || exit 1
    export WARPGRAD_TEST_CHROMIUM
    serving "$@"
}

case ${1:-} in
    engine) engine "${@:2}" ;;
    serving) serving "${@:2}" ;;
    fleet | progress | load | start) serving "$@" ;;
    page) page "$@" ;;
    *) die "bench knows engine, serving, fleet, progress, load, page and start, not '${1:-}'" ;;
esac
