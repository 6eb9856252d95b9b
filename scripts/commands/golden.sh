#!/usr/bin/env bash
# golden DIR [--device cpu|cuda|cuda:N]: checks the engine against the golden numbers in a folder
source "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"

(($# == 1 || $# == 3)) || die "golden takes one folder of case files, and --device"
project=$repo/tests/GoldenCheck/WarpGrad.GoldenCheck.csproj
need_dotnet
# A build that has nothing to do takes seconds, and one that is out of date would check something else.
dotnet build "$project" -c Release --nologo -v q >&2 || die "building the check failed"
exec dotnet "$repo"/tests/GoldenCheck/bin/Release/net10.0/linux-x64/WarpGrad.GoldenCheck.dll "$@"
