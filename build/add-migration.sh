#!/usr/bin/env bash
# Scaffolds a migration of TradingDbContext for every provider, under one id, and makes its classes internal.
#
#   build/add-migration.sh AddOrderBook    a new migration, on top of those there are
#   build/add-migration.sh --initial       scaffolds the first migration again, and removes every other one
#
# --initial is allowed until the first release only: afterwards migrations are append-only. Scaffolded files are never edited by hand.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ $# -ne 1 || ! $1 =~ ^(--initial|[A-Z][A-Za-z0-9]*)$ ]]; then
    echo "usage: $0 MigrationName | --initial" >&2
    exit 2
fi
name=$1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1
id=$(date -u +%Y%m%d%H%M%S)

dotnet tool restore >/dev/null
for factory in src/*/Migrations/DesignTimeDbContextFactory.cs; do
    migrations=$(dirname "$factory")
    project=$(dirname "$migrations")
    if [[ $1 == --initial ]]; then
        rm -f "$migrations"/[0-9]*.cs "$migrations"/*ModelSnapshot.cs
        name=Initial
    fi
    dotnet ef migrations add "$name" --project "$project" --output-dir Migrations

    # EF takes the clock for the id, and writes public classes.
    designer=$(ls "$migrations"/[0-9]*_"$name".Designer.cs | tail -n 1)
    scaffolded=$(basename "$designer" .Designer.cs)
    sed -i "s/\"$scaffolded\"/\"${id}_$name\"/" "$designer"
    mv "$migrations/$scaffolded.Designer.cs" "$migrations/${id}_$name.Designer.cs.new"
    mv "$migrations/$scaffolded.cs" "$migrations/${id}_$name.cs.new"
    for file in "${id}_$name.Designer.cs" "${id}_$name.cs"; do
        mv "$migrations/$file.new" "$migrations/$file"
    done
    sed -i 's/^\( *\)public partial class/\1internal sealed partial class/' "$migrations/${id}_$name.cs"
    sed -i -e '1s/^\xEF\xBB\xBF//' -e 's/\r$//' "$migrations"/[0-9]*.cs "$migrations"/*ModelSnapshot.cs
    echo "$migrations/${id}_$name.cs"
done
