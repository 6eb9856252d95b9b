#!/usr/bin/env bash
# plot FILE...: draws figures (SVG) from results of recipes; --out DIR says where
source "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"

need_dotnet
"$repo/scripts/publish.sh" cli
exec dotnet "$published/cli/warpgrad.dll" plot "$@"
