#!/usr/bin/env bash
# bench engine [--quick]: times the engine, JSON on stdout; --reference FILE prints ratios beside
source "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"

engine() {
    local project=$repo/tests/WarpGrad.Benchmarks/WarpGrad.Benchmarks.csproj
    need_dotnet
    dotnet build "$project" -c Release --nologo -v q >&2 || die "building the benchmark failed"
    # Fresh memory then comes 2 MiB at a time instead of page by page.
    export GLIBC_TUNABLES=${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}
    exec dotnet "$repo"/tests/WarpGrad.Benchmarks/bin/Release/net10.0/linux-x64/WarpGrad.Benchmarks.dll "$@"
}

case ${1:-} in
    engine) engine "${@:2}" ;;
    *) die "bench knows engine, not '${1:-}'" ;;
esac
