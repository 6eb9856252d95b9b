#!/usr/bin/env bash
# test [NAME]: runs all tests, or those of the projects whose name contains NAME
source "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"
source "$repo/scripts/lib/processes.sh"
cd "$repo"

name=${1:-}
results=$repo/artifacts/test-results
passed=0 failed=0 skipped=()

# Results go to stdout, so everything else that talks there is sent to stderr.
quietly() { "$@" >&2 8>&-; }

# check TEXT PROGRAM...: something besides the tests; it counts only when it fails.
check() {
    local text=$1
    shift
    say "$text"
    quietly "$@" && return
    say "FAILED: $text"
    failed=$((failed + 1))
    return 1
}

attribute() { grep -oE "<Counters [^>]*" "$1" | grep -oE "\b$2=\"[0-9]+" | grep -oE '[0-9]+' || echo 0; }

unescape() { sed -e 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&#39;\|&apos;/'"'"'/g; s/&amp;/\&/g'; }

# run_tests PROJECT: leaves its report and exit code in the results.
run_tests() {
    local project=$1 test code=0
    test=$(basename "$project" .csproj)
    say "testing $test"
    # The time limit is for a test that hangs: the run then ends, and counts as failed.
    quietly dotnet test "$project" --no-build -c Release --nologo \
        --logger "trx;LogFileName=$results/$test.trx" --blame-hang-timeout 15m --blame-hang-dump-type none </dev/null || code=$?
    echo "$code" >"$results/$test.code"
}

# count_tests PROJECT: adds what its tests came to.
count_tests() {
    local test report code=1 bad=0 kind
    test=$(basename "$1" .csproj)
    report=$results/$test.trx
    if [[ -f $results/$test.code ]]; then code=$(<"$results/$test.code"); fi
    if [[ -f $report ]]; then
        for kind in failed error timeout aborted; do bad=$((bad + $(attribute "$report" "$kind"))); done
        passed=$((passed + $(attribute "$report" passed)))
        mapfile -t -O ${#skipped[@]} skipped < <(
            grep -oE '<UnitTestResult [^>]*outcome="NotExecuted"[^>]*' "$report" |
                sed -E 's/.* testName="([^"]*)".*/\1/' | unescape
        )
    fi
    # A run that broke off has failed, however many of its tests had passed by then.
    if ((code != 0 && bad == 0)); then
        bad=1
        say "FAILED: the run of $test ended with exit code $code"
    fi
    failed=$((failed + bad))
}

# What needs nothing but its build, what computes, and what drives the product's processes.
kind_of() {
    case $1 in
        tests/Engine.Tests/*) echo alone ;;
        tests/EndToEnd.Tests/* | tests/Integration.Tests/*) echo driving ;;
        *) echo computing ;;
    esac
}

# lane KIND: runs the tests of a kind, one project after the other.
lane() {
    local project
    for project in "${projects[@]}"; do if [[ $(kind_of "$project") == "$1" ]]; then run_tests "$project"; fi; done
}

lint() {
    shellcheck -a warpgrad .ci/run scripts/*.sh scripts/commands/*.sh
}

need_dotnet
scratch=$(mktemp -d "${TMPDIR:-/tmp}/warpgrad-test.XXXXXX")
chmod 711 "$scratch"
remove_scratch() {
    "$repo/scripts/postgres.sh" stop "$scratch/postgres"
    rm -rf "$scratch"
}
post_guardian remove_scratch
trap 'exit 130' INT TERM HUP
trap dismiss_guardian EXIT
rm -rf "$results"
mkdir -p "$results"

# One compiler for all projects, where the environment would start one for each: a third of the time.
build() {
    local -x UseSharedCompilation=true
    local code=0
    check "build" dotnet build WarpGrad.sln -c Release --nologo -v q || code=$?
    quietly dotnet build-server shutdown --vbcscompiler || true
    return "$code"
}

# The product's processes, and what they and their tests need.
bring_product() {
    check "publish" "$repo/scripts/publish.sh" migrate api jobs web cli || return
    check "start PostgreSQL" "$repo/scripts/postgres.sh" start "$scratch/postgres" --throw-away || return
    WARPGRAD_TEST_POSTGRES=$("$repo/scripts/postgres.sh" url "$scratch/postgres" postgres)
    export WARPGRAD_TEST_POSTGRES WARPGRAD_TEST_APP=$published
    # Tests of the launcher have homes of their own, and need not fetch PostgreSQL for each.
    export WARPGRAD_PROGRAMS=$home/programs
    # Newcomers copy their first calls from the documentation, and so does a test.
    if ! type -P curl >/dev/null; then install_package curl || say "no curl for the commands of the documentation"; fi
    # It reads the file of the containers without an engine.
    if ! { docker compose version || type -P docker-compose; } >/dev/null 2>&1; then install_package docker-compose || say "no docker-compose to read docker-compose.yml"; fi
    # A linter for the file of the images; its test says where there is none.
    if type -P npm >/dev/null && quietly npm install --prefix "$scratch/linter" --ignore-scripts --no-fund --no-audit --loglevel error dockerfile-utils@0.16.3; then
        export WARPGRAD_TEST_LINTER=$scratch/linter/node_modules/dockerfile-utils
    fi
    # Only the browser tests need it, and they say so themselves.
    if WARPGRAD_TEST_CHROMIUM=$("$repo/scripts/chromium.sh"); then export WARPGRAD_TEST_CHROMIUM; fi
}

if build; then
    # Tests start the product's processes more than a hundred times. What runs often is compiled again, better, which pays in processes
    # that live long: so this is left to what really runs often (0x400 calls in place of 30), and nothing is measured for it beforehand.
    export DOTNET_TieredPGO=0 DOTNET_TC_CallCountThreshold=400
    mapfile -t projects < <(find tests -name '*.Tests.csproj' -name "*$name*" | sort)
    lane alone 2>"$results/alone.log" &
    alone=$!
    if bring_product; then
        # These mostly wait for the processes they drive, so the lanes together take little longer than the longer of them.
        lane driving 2>"$results/driving.log" &
        driving=$!
        if [[ -z $name ]] && type -P shellcheck >/dev/null; then check "shellcheck" lint || true; fi
        wait "$alone"
        lane computing
        if [[ -z $name ]]; then check "dotnet format --verify-no-changes" dotnet format WarpGrad.sln --verify-no-changes --no-restore || true; fi
        wait "$driving"
    else
        wait "$alone"
    fi
    cat "$results"/{alone,driving}.log >&2 2>/dev/null || true
    for project in "${projects[@]}"; do count_tests "$project"; done
fi

dismiss_guardian
trap - EXIT
if ((${#skipped[@]} > 0)); then printf 'skipped: %s\n' "${skipped[@]}"; fi
echo "$passed passed, $failed failed"
((failed == 0 && passed > 0))
