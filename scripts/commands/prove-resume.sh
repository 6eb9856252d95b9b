#!/usr/bin/env bash
# prove-resume [KILLS] [SEED]: kills a worker KILLS times while it trains every method, and compares the bytes
source "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"
source "$repo/scripts/lib/processes.sh"
cd "$repo"

export WARPGRAD_PROOF_VARIANTS=100 WARPGRAD_PROOF_KILLS=${1:-10} WARPGRAD_PROOF_SEED=${2:-2026}
[[ $WARPGRAD_PROOF_KILLS$WARPGRAD_PROOF_SEED =~ ^[0-9]+$ ]] || die "prove-resume takes a number of kills and a seed"
need_dotnet
scratch=$(mktemp -d "${TMPDIR:-/tmp}/warpgrad-proof.XXXXXX")
chmod 711 "$scratch"
remove_scratch() {
    "$repo/scripts/postgres.sh" stop "$scratch/postgres"
    rm -rf "$scratch"
}
post_guardian remove_scratch
trap 'exit 130' INT TERM HUP
trap dismiss_guardian EXIT

"$repo/scripts/publish.sh" migrate jobs
"$repo/scripts/postgres.sh" start "$scratch/postgres" --throw-away >&2 8>&-
WARPGRAD_TEST_POSTGRES=$("$repo/scripts/postgres.sh" url "$scratch/postgres" postgres)
export WARPGRAD_TEST_POSTGRES WARPGRAD_TEST_APP=$published
dotnet test tests/Jobs.Tests -c Release --nologo --filter FullyQualifiedName~ExactResumeTests --logger "console;verbosity=detailed" 8>&-
