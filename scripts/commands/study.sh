#!/usr/bin/env bash
# study fewshot RECIPE... [--seeds 1-5] [--minutes 15]: trains recipes for equal processor time on one core each and judges them on every test alphabet of Omniglot; study table DIR prints what came out
source "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"

project=$repo/tests/WarpGrad.Studies/WarpGrad.Studies.csproj
need_dotnet
dotnet build "$project" -c Release --nologo -v q >&2 || die "building the study failed"
export OMP_NUM_THREADS=1
exec dotnet "$repo"/tests/WarpGrad.Studies/bin/Release/net10.0/linux-x64/WarpGrad.Studies.dll "$@"
