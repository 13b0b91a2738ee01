using System.Data.Common;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace StrategyEngine.Data.SqlServer.Migrations;

/// <summary>
/// Finds constraints and indexes of a context's tables that somebody has switched off, and the statement that repairs each.
/// </summary>
/// <remarks>
/// Pages are not read here, which is a matter of hours and of rights: that is the integrity check of <c>DatabaseAdministrator</c>.
/// </remarks>
internal static class SqlServerDamage
{
    public static async Task<IReadOnlyList<string>> FindAsync(
        SqlServerExecutor executor, DbContext context, CancellationToken cancellationToken)
    {
        var sql = context.GetService<ISqlGenerationHelper>();
        var tables = context.Model.GetRelationalModel().Tables.Select(
            table => SqlServerSchema.Table(table.Schema ?? SqlServerSchema.Default, table.Name))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = await executor.ReadAsync(
            SqlServerSchemaSql.Damage,
            row => (Table: SqlServerSchema.Table(row.GetString(0), row.GetString(1)), Text: Describe(row, sql)),
            cancellationToken).ConfigureAwait(false);
        return [.. found.Where(each => tables.Contains(each.Table)).Select(each => each.Text).Order(StringComparer.Ordinal)];
    }

    private static string Describe(DbDataReader row, ISqlGenerationHelper sql)
    {
        var (table, kind, name, isOff) = (sql.DelimitIdentifier(row.GetString(1), row.GetString(0)), row.GetString(2), row.GetString(3),
            row.GetBoolean(4));
        var repair = kind == "index"
            ? SqlServerSchemaSql.RebuildIndex(sql.DelimitIdentifier(name), table)
            : SqlServerSchemaSql.CheckConstraint(sql.DelimitIdentifier(name), table);
        return $"{kind} {name} {(isOff ? "is disabled" : "was not checked against the rows that are there")}: {repair}";
    }
}
