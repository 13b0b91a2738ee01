using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.SqlServer.Tests.Statements;

namespace StrategyEngine.Data.SqlServer.Tests.Migrations;

/// <summary>What the session makes of the rows of the catalog, which no server gives here.</summary>
public sealed class SchemaTests
{
    private const string Columns = "sys.types AS kind", Indexes = "sys.index_columns AS part",
        References = "sys.foreign_key_columns AS part", Checks = "FROM sys.check_constraints AS rule_of\nJOIN",
        Triggers = "FROM sys.triggers";

    private static readonly string[] ColumnNames =
        ["schema", "table", "column", "type", "max_length", "precision", "scale", "is_nullable", "is_identity", "collation", "default",
            "computed", "is_persisted"];

    private static readonly string[] IndexNames =
        ["schema", "table", "index", "type_desc", "is_unique", "is_primary_key", "is_unique_constraint", "ignore_dup_key",
            "filter_definition", "column", "is_descending_key", "is_included_column"];

    private static readonly string[] ReferenceNames =
        ["schema", "table", "key", "target_schema", "target_table", "delete_referential_action_desc", "update_referential_action_desc",
            "column", "target_column"];

    private ScriptedServer _server = null!;

    [SetUp]
    public void Start() => _server = new ScriptedServer();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("nvarchar", 600, 0, 0, "nvarchar(300)")]
    [TestCase("nvarchar", -1, 0, 0, "nvarchar(max)")]
    [TestCase("varbinary", 300, 0, 0, "varbinary(300)")]
    [TestCase("varchar", -1, 0, 0, "varchar(max)")]
    [TestCase("decimal", 13, 20, 8, "decimal(20,8)")]
    [TestCase("datetime2", 7, 23, 3, "datetime2(3)")]
    [TestCase("bigint", 8, 19, 0, "bigint")]
    [TestCase("uniqueidentifier", 16, 0, 0, "uniqueidentifier")]
    public async Task A_type_is_written_as_a_statement_would(string name, int length, int precision, int scale, string type)
    {
        _server.Answers[Columns] = ScriptedServer.Table(
            ColumnNames, ["dbo", "t", "c", name, length, precision, scale, true, false, null, null, null, null]);

        (await ReadAsync()).Should().Equal(new SchemaLine("t", $"column c {type}"));
    }

    [Test]
    public async Task A_column_tells_everything_that_distinguishes_it()
    {
        _server.Answers[Columns] = ScriptedServer.Table(
            ColumnNames,
            ["trading", "users", "name", "nvarchar", 200, 0, 0, false, false, "Latin1_General_100_BIN2", "(N'')", null, null],
            ["trading", "users", "number", "bigint", 8, 19, 0, false, true, null, null, null, null],
            ["trading", "users", "twice", "bigint", 8, 19, 0, true, false, null, null, "([number]\n  *(2))", true]);

        (await ReadAsync()).Should().Equal(
            new SchemaLine("trading.users", "column name nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL DEFAULT (N'')"),
            new SchemaLine("trading.users", "column number bigint IDENTITY NOT NULL"),
            new SchemaLine("trading.users", "column twice bigint AS ([number] *(2)) PERSISTED"));
    }

    [Test]
    public async Task Keys_and_indexes_tell_columns_order_inclusions_and_filter()
    {
        _server.Answers[Indexes] = ScriptedServer.Table(
            IndexNames,
            ["trading", "t", "PK__made_up", "CLUSTERED", true, true, false, false, null, "a", false, false],
            ["trading", "t", "PK__made_up", "CLUSTERED", true, true, false, false, null, "b", true, false],
            ["trading", "t", "UQ__made_up", "NONCLUSTERED", true, false, true, false, null, "c", false, false],
            ["trading", "t", "ix", "NONCLUSTERED", true, false, false, true, "([c] IS NOT NULL)", "c", false, false],
            ["trading", "t", "ix", "NONCLUSTERED", true, false, false, true, "([c] IS NOT NULL)", "z", false, true],
            ["trading", "t", "ix", "NONCLUSTERED", true, false, false, true, "([c] IS NOT NULL)", "b", false, true]);

        (await ReadAsync()).Select(line => line.Text).Should().Equal(
            "key PRIMARY CLUSTERED (a, b DESC)",
            "key UNIQUE (c)",
            "index ix UNIQUE IGNORE_DUP_KEY (c) INCLUDE (b, z) WHERE ([c] IS NOT NULL)");
    }

    [Test]
    public async Task Foreign_keys_checks_and_triggers_are_lines_as_well()
    {
        _server.Answers[References] = ScriptedServer.Table(
            ReferenceNames,
            ["trading", "trades", "fk", "trading", "users", "CASCADE", "NO_ACTION", "user_id", "id"],
            ["trading", "trades", "fk2", "dbo", "places", "NO_ACTION", "SET_NULL", "x", "a"],
            ["trading", "trades", "fk2", "dbo", "places", "NO_ACTION", "SET_NULL", "y", "b"]);
        _server.Answers[Checks] = ScriptedServer.Table(["schema", "table", "definition"], ["trading", "trades", "([quantity]>(0))"]);
        _server.Answers[Triggers] = ScriptedServer.Table(
            ["schema", "table", "trigger", "definition", "is_disabled"],
            ["trading", "trades", "tr", "CREATE TRIGGER tr\r\n\tON t", true],
            ["trading", "trades", "tr2", null, false]);

        (await ReadAsync()).Select(line => line.Text).Should().Equal(
            "reference user_id to trading.users (id) ON DELETE CASCADE",
            "reference x, y to places (a, b) ON DELETE NO ACTION ON UPDATE SET NULL",
            "check ([quantity]>(0))",
            "trigger tr DISABLED CREATE TRIGGER tr ON t",
            "trigger tr2 (encrypted)");
    }

    [Test]
    public async Task What_somebody_switched_off_is_damage_with_its_repair_if_the_table_is_ours()
    {
        _server.Answers["is_not_for_replication"] = ScriptedServer.Table(
            ["schema", "table", "kind", "name", "is_disabled"],
            ["trading", "trades", "constraint", "fk_trades", true],
            ["trading", "trades", "constraint", "ck]trades", false],
            ["trading", "users", "index", "ix_users", true],
            ["dbo", "trades", "index", "somebody_elses", true]);

        var damage = await InSessionAsync(session => session.FindDamageAsync(CancellationToken.None));

        damage.Should().Equal(
            "constraint ck]trades was not checked against the rows that are there: ALTER TABLE [trading].[trades] WITH CHECK CHECK "
            + "CONSTRAINT [ck]]trades]",
            "constraint fk_trades is disabled: ALTER TABLE [trading].[trades] WITH CHECK CHECK CONSTRAINT [fk_trades]",
            "index ix_users is disabled: ALTER INDEX [ix_users] ON [trading].[users] REBUILD");
    }

    [Test]
    public async Task A_login_that_may_not_see_who_has_the_lock_is_told_nobody()
    {
        _server.Refusals["sys.dm_tran_locks"] = SqlErrors.Exception(
            (300, "VIEW SERVER STATE permission was denied on object 'server', database 'master'."),
            (297, "The user does not have permission to perform this action."));

        (await InSessionAsync(session => session.ReadLockHolderAsync(CancellationToken.None))).Should().BeNull();

        _server.Refusals["sys.dm_tran_locks"] = SqlErrors.Exception((1222, "Lock request time out period exceeded."));
        await FluentActions.Awaiting(() => InSessionAsync(session => session.ReadLockHolderAsync(CancellationToken.None))).Should()
            .ThrowAsync<Exception>("another error is one");
    }

    [Test]
    public async Task A_length_counts_trailing_blanks_in_characters_or_bytes()
    {
        var sql = await InSessionAsync(session => Task.FromResult(session.LengthOf("[memo]")));

        sql.Should().Contain("DATALENGTH").And.NotContain(" LEN(");
        Offline.TSql.Errors($"SELECT COUNT_BIG(*) FROM t WHERE {sql} > 10").Should().BeEmpty();
    }

    private Task<IReadOnlyList<SchemaLine>> ReadAsync() => InSessionAsync(session => session.ReadSchemaAsync(CancellationToken.None));

    private async Task<T> InSessionAsync<T>(Func<MigrationSession, Task<T>> work)
    {
        await using var context = _server.CreateContext();
        await using var session = _server.CreateProvider().CreateMigrationSession(context);
        await session.OpenAsync(CancellationToken.None);
        return await work(session);
    }
}
