#!/bin/sh
# Lock the packages with hashes and without any index address. Needs uv on the PATH or in the environment.
set -e
cd "$(dirname "$0")/.."
UV=$(command -v uv || echo .venv/bin/uv)
lock() {
    out=$1
    shift
    "$UV" pip compile pyproject.toml "$@" --universal --generate-hashes --no-strip-extras --no-emit-index-url --no-header --no-annotate --quiet -o "$out"
}
lock requirements/base.txt
lock requirements/web.txt --extra web
lock requirements/ocr.txt --extra ocr
lock requirements/corpus.txt --extra corpus --extra semantic --extra spark
lock requirements/own-model.txt --extra corpus --extra own-model
lock requirements/dev.txt --extra web --extra ocr --extra corpus --extra semantic --extra own-model --extra spark --group dev
# Only the group itself: locust has an environment of its own.
"$UV" pip compile --group pyproject.toml:load --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -o requirements/load.txt
