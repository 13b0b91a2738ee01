using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Migrations;

/// <summary>
/// Makes lines of the rows of <see cref="SqlServerSchemaSql"/> that do not depend on who made the schema and in which order.
/// </summary>
/// <remarks>
/// Constraints go by what they demand, not by their names, which the server makes up where a migration gives none. Indexes and triggers go
/// by their names too.
/// </remarks>
internal static partial class SqlServerSchema
{
    /// <summary>The schema that lines leave out.</summary>
    public const string Default = "dbo";

    private const int CharacterBytes = 2;

    public static async Task<IReadOnlyList<SchemaLine>> ReadAsync(SqlServerExecutor executor, CancellationToken cancellationToken)
    {
        var columns = await executor.ReadAsync(SqlServerSchemaSql.Columns, Column, cancellationToken).ConfigureAwait(false);
        var indexes = await executor.ReadAsync(SqlServerSchemaSql.Indexes, IndexPart, cancellationToken).ConfigureAwait(false);
        var references = await executor.ReadAsync(SqlServerSchemaSql.References, ReferencePart, cancellationToken).ConfigureAwait(false);
        var checks = await executor.ReadAsync(SqlServerSchemaSql.Checks, Check, cancellationToken).ConfigureAwait(false);
        var triggers = await executor.ReadAsync(SqlServerSchemaSql.Triggers, Trigger, cancellationToken).ConfigureAwait(false);
        return
        [
            .. columns, .. indexes.GroupBy(part => (part.Table, part.Name)).Select(Index),
            .. references.GroupBy(part => (part.Table, part.Name)).Select(Reference), .. checks, .. triggers,
        ];
    }

    /// <summary>A table as lines name it.</summary>
    public static string Table(string schema, string name) => schema == Default ? name : $"{schema}.{name}";

    private static SchemaLine Column(DbDataReader row)
    {
        var type = Type(Text(row, "type")!, Number(row, "max_length"), Number(row, "precision"), Number(row, "scale"));
        var line = $"column {Text(row, "column")} {type}";
        if (Text(row, "collation") is { } collation)
            line += $" COLLATE {collation}";
        if (Flag(row, "is_identity"))
            line += " IDENTITY";
        if (!Flag(row, "is_nullable"))
            line += " NOT NULL";
        if (Text(row, "default") is { } preset)
            line += $" DEFAULT {preset}";
        if (Text(row, "computed") is { } computed)
            line += $" AS {computed}{(Flag(row, "is_persisted") ? " PERSISTED" : "")}";
        return new SchemaLine(Table(row), Even(line));
    }

    private static (string Table, string Name, string Head, string? Filter, string Column, bool IsIncluded) IndexPart(DbDataReader row)
    {
        var isKey = Flag(row, "is_primary_key") || Flag(row, "is_unique_constraint");
        var head = isKey
            ? $"key {(Flag(row, "is_primary_key") ? "PRIMARY" : "UNIQUE")}"
            : $"index {Text(row, "index")}{(Flag(row, "is_unique") ? " UNIQUE" : "")}";
        if (Text(row, "type_desc") is { } kind and not "NONCLUSTERED")
            head += $" {kind}";
        if (Flag(row, "ignore_dup_key"))
            head += " IGNORE_DUP_KEY";
        return (Table(row), Text(row, "index")!, head, Text(row, "filter_definition"),
            Text(row, "column") + (Flag(row, "is_descending_key") ? " DESC" : ""), Flag(row, "is_included_column"));
    }

    private static SchemaLine Index(
        IEnumerable<(string Table, string Name, string Head, string? Filter, string Column, bool IsIncluded)> parts)
    {
        var all = parts.ToList();
        var line = $"{all[0].Head} ({string.Join(", ", all.Where(part => !part.IsIncluded).Select(part => part.Column))})";
        if (all.Exists(part => part.IsIncluded))
        {
            line += $" INCLUDE "
                + $"({string.Join(", ", all.Where(part => part.IsIncluded).Select(part => part.Column).Order(StringComparer.Ordinal))})";
        }

        if (all[0].Filter is { } filter)
            line += $" WHERE {filter}";
        return new SchemaLine(all[0].Table, Even(line));
    }

    private static (string Table, string Name, string Target, string Actions, string Column, string Aim) ReferencePart(DbDataReader row)
    {
        var actions = $"ON DELETE {Action(row, "delete_referential_action_desc")}";
        if (Action(row, "update_referential_action_desc") is var update and not "NO ACTION")
            actions += $" ON UPDATE {update}";
        return (Table(row), Text(row, "key")!, Table(Text(row, "target_schema")!, Text(row, "target_table")!), actions,
            Text(row, "column")!, Text(row, "target_column")!);
    }

    private static SchemaLine Reference(
        IEnumerable<(string Table, string Name, string Target, string Actions, string Column, string Aim)> parts)
    {
        var all = parts.ToList();
        return new SchemaLine(
            all[0].Table,
            $"reference {string.Join(", ", all.Select(part => part.Column))} to {all[0].Target} "
            + $"({string.Join(", ", all.Select(part => part.Aim))}) {all[0].Actions}");
    }

    private static SchemaLine Check(DbDataReader row) => new(Table(row), Even($"check {Text(row, "definition")}"));

    private static SchemaLine Trigger(DbDataReader row) =>
        new(Table(row),
            Even(
                $"trigger {Text(row, "trigger")}{(Flag(row, "is_disabled") ? " DISABLED" : "")} {Text(row, "definition") ?? "(encrypted)"}"));

    private static string Type(string name, int maxLength, int precision, int scale) => name switch
    {
        "nvarchar" or "nchar" => $"{name}({Length(maxLength, CharacterBytes)})",
        "varchar" or "char" or "varbinary" or "binary" => $"{name}({Length(maxLength, 1)})",
        "decimal" or "numeric" => string.Create(CultureInfo.InvariantCulture, $"{name}({precision},{scale})"),
        "datetime2" or "datetimeoffset" or "time" => string.Create(CultureInfo.InvariantCulture, $"{name}({scale})"),
        _ => name,
    };

    private static string Length(int bytes, int size) => bytes < 0 ? "max" : (bytes / size).ToString(CultureInfo.InvariantCulture);

    private static string Action(DbDataReader row, string column) => Text(row, column)!.Replace('_', ' ');

    private static string Table(DbDataReader row) => Table(row.GetString(0), row.GetString(1));

    private static string? Text(DbDataReader row, string column) => row[column] as string;

    private static int Number(DbDataReader row, string column) => (int)row[column];

    private static bool Flag(DbDataReader row, string column) => row[column] is true;

    private static string Even(string text) => WhiteSpace().Replace(text, " ").TrimEnd();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
