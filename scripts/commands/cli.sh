#!/usr/bin/env bash
# cli COMMAND: datasets, runs, models and predictions from the terminal; cli --help lists them
source "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"
source "$repo/scripts/lib/processes.sh"

need_dotnet
"$repo/scripts/publish.sh" cli
# What runs already may have been started with another port.
if pid_of launcher >/dev/null; then address=$(<"$home/run/address"); fi
export WARPGRAD_LAUNCHER=$repo/warpgrad WARPGRAD_ADDRESS=${WARPGRAD_ADDRESS:-$address}
exec dotnet "$published/cli/warpgrad.dll" "$@"
