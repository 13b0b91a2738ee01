using System.Data.Common;

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sqlite.Administration;
using StrategyEngine.Data.Sqlite.Amounts;
using StrategyEngine.Data.Sqlite.Bulk;
using StrategyEngine.Data.Sqlite.Encryption;
using StrategyEngine.Data.Sqlite.MarketData;
using StrategyEngine.Data.Sqlite.Migrations;

namespace StrategyEngine.Data.Sqlite;

/// <summary>SQLite: storage forms, candle table, and the meaning of its errors.</summary>
/// <remarks>Thread-safe. Made by <c>UseSqlite</c>, or from the configuration.</remarks>
public sealed class SqliteTradingProvider : TradingProvider
{
    private readonly string _connectionString;
    private readonly string? _problem;

    /// <summary>Creates the provider; nothing is opened.</summary>
    /// <param name="connectionString">A connection string of Microsoft.Data.Sqlite, such as <c>Data Source=trading.db</c>.</param>
    public SqliteTradingProvider(string connectionString)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        try
        {
            var settings = new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true };
            if (settings.DataSource.Length == 0)
            {
                _problem = "The SQLite connection string names no file. Call UseSqlite(\"Data Source=trading.db\").";
            }
            else if (settings.DataSource == ":memory:" || settings.Mode == SqliteOpenMode.Memory)
            {
                _problem =
                    "A SQLite database in memory is gone with its connection, and the library uses several. Call UseSqlite(\"Data "
                    + "Source=trading.db\") with a file; a temporary one serves tests.";
            }
            else if (settings.Password.Length > 0)
            {
                _problem =
                    "The SQLite connection string has a Password, but the SQLite of this package encrypts no files. Call "
                    + "UseSqlite(\"Data Source=trading.db\") without it; the encrypted columns do not need it, and the disk can be "
                    + "encrypted.";
            }

            _connectionString = settings.ToString();
        }
        catch (ArgumentException)
        {
            _connectionString = "";
            _problem =
                "The SQLite connection string cannot be read. Call UseSqlite(\"Data Source=trading.db\") with the keywords of "
                + "Microsoft.Data.Sqlite.";
        }
    }

    /// <inheritdoc />
    public override string Name => "SQLite";

    /// <inheritdoc />
    public override EncryptionDialect Encryption { get; } = new SqliteEncryptionDialect();

    /// <inheritdoc />
    /// <remarks>
    /// Setting up a connection costs as much here as what a refresh does with it. One writes at a time, whatever their number.
    /// </remarks>
    public override int KeptConnections => 4;

    /// <inheritdoc />
    /// <remarks>The driver compiles the three anew for each transaction, and hooks into every rollback.</remarks>
    public override TransactionStatements Transactions { get; } = new("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK");

    /// <inheritdoc />
    public override void Abandon(DbConnection connection, Exception failure) => SqliteConnectionFailures.Forget(connection, failure);

    /// <inheritdoc />
    public override bool IsSameDatabase(TradingProvider other) =>
        other is SqliteTradingProvider sqlite && sqlite._connectionString == _connectionString;

    /// <inheritdoc />
    public override IEnumerable<string> Validate() => _problem is null ? [] : [_problem];

    /// <inheritdoc />
    public override void Configure(DbContextOptionsBuilder options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.UseSqlite(_connectionString, sqlite =>
        {
            // A host's own context has its migrations in the host's assembly, and perhaps already a history.
            if (options.Options.ContextType == typeof(TradingDbContext))
            {
                sqlite.MigrationsAssembly(typeof(SqliteTradingProvider).Assembly.GetName().Name)
                    .MigrationsHistoryTable("__trading_migrations");
            }
        });
        options.ReplaceService<IMigrationsSqlGenerator, ClusteredTableSqlGenerator>();
        options.ReplaceService<IQueryTranslationPostprocessorFactory, SqliteAmountPostprocessorFactory>();
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new SqliteAmountOptionsExtension());
        options.AddInterceptors(SqliteConnectionSetup.Instance, SqliteConnectionFailures.Instance);
    }

    /// <inheritdoc />
    public override CandleTable CreateCandleTable(TimeProvider timeProvider) => new SqliteCandleTable(_connectionString);

    /// <inheritdoc />
    public override BulkTable OpenBulkTable(BulkTarget target, DbConnection connection, DbTransaction? transaction) =>
        connection is SqliteConnection sqlite && SqliteBulkTable.CanCarry(target)
            ? new SqliteBulkTable(target, sqlite)
            : base.OpenBulkTable(target, connection, transaction);

    /// <inheritdoc />
    public override MigrationSession CreateMigrationSession(DbContext context) => new SqliteMigrationSession(context);

    /// <inheritdoc />
    public override AdministrationSession CreateAdministrationSession(DbContext context) => new SqliteAdministrationSession(context);

    /// <inheritdoc />
    public override void FinalizeModel(IConventionModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (var property in model.Metadata.GetEntityTypes().Where(TradingEntityTypes.IsOurs)
            .SelectMany(entityType => entityType.GetDeclaredProperties()))
        {
            if (property.GetValueConverter() is not null)
                continue;
            var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            if (type == typeof(Guid))
                property.Builder.HasConversion(new BigEndianGuidConverter());
            else if (type == typeof(DateTimeOffset))
                property.Builder.HasConversion(new UnixMillisecondsConverter());
            else if (type == typeof(bool))
                property.Builder.HasConversion(new BoolToZeroOneConverter<long>()); // a bare column in WHERE uses no index; "= 1" does
        }
    }

    /// <inheritdoc />
    public override string AmountInCheck(string column) => $"CAST({column} AS REAL)";

    /// <inheritdoc />
    public override DatabaseError Classify(Exception exception) => SqliteErrors.Classify(exception);

    /// <inheritdoc />
    public override string? RemedyFor(DatabaseErrorKind kind) => SqliteErrors.RemedyFor(kind);
}
