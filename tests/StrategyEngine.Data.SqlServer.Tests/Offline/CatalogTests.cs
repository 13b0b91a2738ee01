using System.Text.RegularExpressions;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.SqlServer.Tests.Statements;

namespace StrategyEngine.Data.SqlServer.Tests.Offline;

/// <summary>
/// The statements over the server's catalog, against its views as they are documented: every name has to be one of theirs.
/// </summary>
public sealed partial class CatalogTests
{
    // Of the views of SQL Server 2016, the columns that matter here (learn.microsoft.com/sql/relational-databases/system-catalog-views).
    private const string Views =
        """
        tables: object_id, name, schema_id, is_ms_shipped
        columns: object_id, name, column_id, user_type_id, max_length, precision, scale, collation_name, is_nullable, is_identity, default_object_id
        types: user_type_id, name
        default_constraints: object_id, definition
        computed_columns: object_id, column_id, definition, is_persisted
        indexes: object_id, name, index_id, type_desc, is_unique, ignore_dup_key, is_primary_key, is_unique_constraint, is_hypothetical, is_disabled, filter_definition
        index_columns: object_id, index_id, column_id, key_ordinal, is_descending_key, is_included_column
        foreign_keys: object_id, name, parent_object_id, referenced_object_id, delete_referential_action_desc, update_referential_action_desc, is_disabled, is_not_trusted, is_not_for_replication
        foreign_key_columns: constraint_object_id, constraint_column_id, parent_object_id, parent_column_id, referenced_object_id, referenced_column_id
        check_constraints: object_id, name, parent_object_id, definition, is_disabled, is_not_trusted, is_not_for_replication
        triggers: object_id, name, parent_id, is_disabled
        sql_modules: object_id, definition
        databases: database_id, state_desc, is_read_committed_snapshot_on, snapshot_isolation_state_desc, log_reuse_wait_desc, compatibility_level, recovery_model_desc, page_verify_option_desc, delayed_durability_desc, collation_name
        database_files: file_id, type_desc, name, size, max_size, growth
        dm_tran_locks: resource_type, resource_database_id, resource_description, request_status, request_session_id
        dm_exec_sessions: session_id, login_time, host_name, program_name
        """;

    private static IEnumerable<TestCaseData> Statements => LibraryStatements.OfProvider()
        .Where(statement => statement.Sql.Contains(" sys.", StringComparison.Ordinal))
        .Select(statement => new TestCaseData(statement.Sql).SetArgDisplayNames(statement.Name));

    [TestCaseSource(nameof(Statements))]
    public void Every_name_is_one_of_the_catalog(string sql) => Errors(sql).Should().BeEmpty();

    [TestCaseSource(nameof(Statements))]
    public void A_name_that_is_none_is_found(string sql)
    {
        var name = Column().Match(sql);

        Errors(sql.Remove(name.Index, name.Length).Insert(name.Index, name.Value + "_")).Should().NotBeEmpty();
    }

    private static IReadOnlyList<string> Errors(string sql)
    {
        var views = Views.Split('\n', StringSplitOptions.TrimEntries).Select(line => line.Split(": ")).Select(parts =>
            $"CREATE TABLE catalog.{parts[0]} ({string.Join(", ", parts[1].Split(", ").Select(column => $"[{column}] {TypeOf(column)}"))})");
        return SchemaModel.Findings(
        [
            "CREATE SCHEMA catalog",
            .. views,
            "CREATE FUNCTION catalog.dm_os_volume_stats (@database_id int, @file_id int) RETURNS TABLE AS RETURN (SELECT CONVERT(bigint, "
            + "1) AS available_bytes)",
            $"CREATE PROCEDURE catalog.asks @table nvarchar(600) AS {sql.Replace(" sys.", " catalog.", StringComparison.Ordinal)}",
        ]);
    }

    private static string TypeOf(string column) =>
        column.EndsWith("name", StringComparison.Ordinal)
            || column.EndsWith("desc", StringComparison.Ordinal)
            || column is "definition" or "filter_definition" or "resource_type" or "resource_description" or "request_status"
        ? "nvarchar(256)" : column == "login_time" ? "datetime" : "int";

    // A column that only the catalog can have, with its alias or without.
    [GeneratedRegex(
        @"\b(?:object_id|is_ms_shipped|state_desc|type_desc|request_session_id|recovery_model_desc|database_id|size|file_id)\b")]
    private static partial Regex Column();
}
