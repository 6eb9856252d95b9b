#!/usr/bin/env bash
# token: prints a fresh API token of the first administrator
source "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"
source "$repo/scripts/lib/processes.sh"
source "$repo/scripts/lib/database.sh"

need_dotnet
open_home
if product_runs; then
    start_database
else
    take_home
    await "$repo/scripts/publish.sh" migrate api
    start_database
    migrate
fi
cd "$published/api"
# Whoever takes the output for a token must find nothing else in it.
export Logging__Console__LogToStandardErrorThreshold=Trace Logging__LogLevel__Default=Warning
dotnet WarpGrad.Api.dll token 8>&- 9>&-
