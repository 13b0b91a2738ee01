using FluentAssertions;

using Microsoft.Data.Sqlite;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sqlite;

namespace StrategyEngine.Data.Tests.Errors;

/// <summary>What SQLite itself throws is of the kind that it means.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteErrorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strategyengine-errors-");
    private readonly SqliteConnection _connection;

    public SqliteErrorTests()
    {
        _connection = Open();
        Execute(_connection, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, age INTEGER CHECK (age > 0))");
        Execute(_connection, "CREATE TABLE trades (user_id INTEGER NOT NULL REFERENCES users (id))");
        Execute(_connection, "INSERT INTO users VALUES (1, 'ada', 36)");
    }

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Delete(recursive: true);
    }

    [TestCase("INSERT INTO users VALUES (1, 'grace', 1)", DatabaseErrorKind.Duplicate, "users.id")]
    [TestCase("INSERT INTO users VALUES (2, 'ada', 1)", DatabaseErrorKind.Duplicate, "users.name")]
    [TestCase("INSERT INTO users VALUES (2, NULL, 1)", DatabaseErrorKind.Check, "users.name")]
    [TestCase("INSERT INTO users VALUES (2, 'grace', 0)", DatabaseErrorKind.Check, "age > 0")]
    [TestCase("INSERT INTO trades VALUES (7)", DatabaseErrorKind.ForeignKey, null)]
    [TestCase("SELECT * FROM market_data", DatabaseErrorKind.SchemaMissing, null)]
    [TestCase("SELECT note FROM users", DatabaseErrorKind.SchemaMissing, null)]
    [TestCase("INSERT INTO users (note) VALUES ('x')", DatabaseErrorKind.SchemaMissing, null)]
    [TestCase("SELEC 1", DatabaseErrorKind.Other, null)]
    [TestCase("PRAGMA query_only = 1; DELETE FROM users", DatabaseErrorKind.ReadOnly, null)]
    public void A_statement_fails_with_its_kind_and_constraint(string sql, DatabaseErrorKind kind, string? constraint) =>
        ErrorOf(() => Execute(_connection, sql)).Should().Be(new DatabaseError(kind, constraint));

    [Test]
    public void A_database_that_may_not_grow_is_a_full_disk()
    {
        Execute(_connection, "PRAGMA max_page_count = 5");

        ErrorOf(() => Execute(_connection, "INSERT INTO users VALUES (2, zeroblob(100000), 1)")).Kind
            .Should().Be(DatabaseErrorKind.DiskFull);
    }

    [Test]
    public void A_database_that_another_connection_writes_is_busy()
    {
        using var other = Open();
        Execute(other, "BEGIN IMMEDIATE");

        ErrorOf(() => Execute(_connection, "DELETE FROM users")).Kind.Should().Be(DatabaseErrorKind.Busy);
    }

    [Test]
    public void A_database_that_is_opened_to_be_read_cannot_be_written()
    {
        using var reader = Open("Mode=ReadOnly");

        ErrorOf(() => Execute(reader, "DELETE FROM users")).Kind.Should().Be(DatabaseErrorKind.ReadOnly);
    }

    [Test]
    public void A_file_that_is_no_database_is_corrupt()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "notes.db"), string.Concat(Enumerable.Repeat("these are notes\n", 100)));
        using var notes = Open(file: "notes.db");

        ErrorOf(() => Execute(notes, "SELECT * FROM users")).Kind.Should().Be(DatabaseErrorKind.Corrupt);
    }

    [Test]
    public void A_folder_that_is_not_there_cannot_be_opened() =>
        ErrorOf(() => Open(file: "absent/trading.db")).Kind.Should().Be(DatabaseErrorKind.CannotOpen);

    private DatabaseError ErrorOf(Action action)
    {
        var exception = action.Should().Throw<SqliteException>().Which;
        var provider = new SqliteTradingProvider("Data Source=trading.db");
        return provider.Classify(new InvalidOperationException("what EF wraps it in", exception));
    }

    private SqliteConnection Open(string settings = "", string file = "trading.db")
    {
        var path = Path.Combine(_folder.FullName, file);
        var connection = new SqliteConnection($"Data Source={path};Pooling=False;Foreign Keys=True;Default Timeout=1;{settings}");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
