#!/usr/bin/env bash
# make.sh: writes NAME.backup and NAME.answers.json of the checkout's own version, for later versions to be tested with.
# Run it once before a version with new migrations, on a machine with curl; NAME is that of the newest migration.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
here=$PWD repo=$(realpath ../../..)
name=$(find "$repo/migrations/Migrations" -name '*.Designer.cs' -printf '%f\n' | sort | tail -1)
name=${name%.Designer.cs}

WARPGRAD_HOME=$(mktemp -d "${TMPDIR:-/tmp}/warpgrad-old.XXXXXX")
export WARPGRAD_HOME WARPGRAD_PORT=${WARPGRAD_PORT:-5189} WARPGRAD_ADMIN_EMAIL=ada@example.org WARPGRAD_ADMIN_PASSWORD=correct-horse-battery
chmod 711 "$WARPGRAD_HOME"
trap '"$repo/warpgrad" down >&2 || true; rm -rf "$WARPGRAD_HOME"' EXIT
"$repo/warpgrad" up --detach >&2
token=$("$repo/warpgrad" token)

call() { curl -fsS "http://localhost:$WARPGRAD_PORT/api/v1/$1" -H "Authorization: Bearer $token" -H "Content-Type: application/json" "${@:2}"; }
post() { call "$1" -d "$2"; }
field() { grep -oE "\"$1\": ?\"[^\"]+\"" | head -1 | cut -d'"' -f4; }
until_is() { until call "$1" | grep -qE "\"state\": ?\"$2\""; do sleep 0.5; done; }

team=teams/first-team
dataset=$(post $team/datasets/generated '{"name": "Old glyphs", "alphabets": 6, "characters": 4, "drawers": 4}' | field id)
until_is "datasets/$dataset" ready

waves='"learner": {"filters": 8}, "innerLoop": {"steps": 3}, "evaluation": {"interval": 20, "tasks": 2, "finalTasks": 4, "checkpointInterval": 20}'
images=$(post $team/runs '{"name": "Old images", "recipe": "omniglot-5way", "overrides": {"task": {"dataset": "'"$dataset"'", "ways": 2, "queries": 2},
    "learner": {"filters": 8}, "outerLoop": {"metaSteps": 20, "metaBatch": 2}, "evaluation": {"interval": 10, "tasks": 4, "finalTasks": 8}}}' | field id)
curves=$(post $team/runs '{"name": "Old waves", "recipe": "sinusoid", "overrides": {'"$waves"', "outerLoop": {"metaSteps": 40}}}' | field id)
until_is "runs/$images" succeeded
until_is "runs/$curves" succeeded

unfinished=$(post $team/runs '{"name": "Unfinished waves", "recipe": "sinusoid", "overrides": {'"$waves"', "outerLoop": {"metaSteps": 2000}}}' | field id)
until call "runs/$unfinished/checkpoints" | grep -q '"step"'; do sleep 0.2; done
post "runs/$unfinished/pause" '{}' >/dev/null
until_is "runs/$unfinished" paused

support='[{"x": [-2], "y": [1.5]}, {"x": [0], "y": [-0.5]}, {"x": [2], "y": [0.5]}]' query='[{"x": [-1]}, {"x": [1]}, {"x": [3]}]'
kept=$(post models/first-team/old-waves/adaptations '{"support": '"$support"', "name": "kept", "hoursToLive": 720}' | field id)
answer=$(post models/first-team/old-waves/adapt-and-predict '{"support": '"$support"', "query": '"$query"'}')
cat >"$here/$name.answers.json" <<JSON
{ "token": "$token", "dataset": "$dataset", "images": "$images", "unfinished": "$unfinished", "kept": "$kept",
  "support": $support, "query": $query, "answer": $answer }
JSON
"$repo/warpgrad" backup "$here/$name.backup" >&2
