using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Migrations;

/// <summary>
/// Creates tables whose entity is annotated <see cref="StorageAnnotations.Clustered"/> as <c>WITHOUT ROWID</c>, also when a table is
/// rebuilt.
/// </summary>
internal sealed class ClusteredTableSqlGenerator(
    MigrationsSqlGeneratorDependencies dependencies, IRelationalAnnotationProvider migrationsAnnotations)
    : SqliteMigrationsSqlGenerator(dependencies, migrationsAnnotations)
{
    // EF rebuilds a table as ef_temp_<name> and renames it.
    private const string RebuildPrefix = "ef_temp_";

    protected override void Generate(
        CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(builder);
        if (!IsClustered(operation, model))
        {
            base.Generate(operation, model, builder, terminate);
            return;
        }

        base.Generate(operation, model, builder, terminate: false);
        builder.Append(" WITHOUT ROWID");
        if (terminate)
        {
            builder.AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator);
            EndStatement(builder);
        }
    }

    private static bool IsClustered(CreateTableOperation operation, IModel? model)
    {
        var name = operation.Name.StartsWith(RebuildPrefix, StringComparison.Ordinal)
            ? operation.Name[RebuildPrefix.Length..]
            : operation.Name;
        return model?.GetRelationalModel().FindTable(name, operation.Schema)?.EntityTypeMappings
            .Any(mapping => mapping.TypeBase.FindAnnotation(StorageAnnotations.Clustered)?.Value is true) ?? false;
    }
}
