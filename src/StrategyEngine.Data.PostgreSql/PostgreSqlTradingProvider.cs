using System.Data.Common;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Query;

using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.PostgreSql.Administration;
using StrategyEngine.Data.PostgreSql.Amounts;
using StrategyEngine.Data.PostgreSql.Bulk;
using StrategyEngine.Data.PostgreSql.Encryption;
using StrategyEngine.Data.PostgreSql.MarketData;
using StrategyEngine.Data.PostgreSql.Migrations;

namespace StrategyEngine.Data.PostgreSql;

/// <summary>PostgreSQL: storage forms, candle table, and the meaning of its errors.</summary>
/// <remarks>Thread-safe. Made by <c>UsePostgreSql</c>, or from the configuration.</remarks>
public sealed class PostgreSqlTradingProvider : TradingProvider
{
    /// <summary>The schema of every table of the library, also within a host's own context.</summary>
    public const string Schema = "trading";

    internal const string HistoryTable = "__trading_migrations";

    private const int InstantPrecision = 3;

    private readonly string _connectionString;
    private readonly Action<NpgsqlDbContextOptionsBuilder>? _configure;
    private readonly string? _problem;

    /// <summary>Creates the provider; nothing is opened.</summary>
    /// <param name="connectionString">A connection string of Npgsql, such as
    /// <c>Host=localhost;Database=trading;Username=trading</c>.</param>
    public PostgreSqlTradingProvider(string connectionString)
        : this(connectionString, null)
    {
    }

    /// <summary>Creates the provider with options of Npgsql; nothing is opened.</summary>
    /// <param name="connectionString">A connection string of Npgsql.</param>
    /// <param name="configure">Changes what Npgsql's own <c>UseNpgsql</c> offers, or null.</param>
    public PostgreSqlTradingProvider(string connectionString, Action<NpgsqlDbContextOptionsBuilder>? configure)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        _configure = configure;
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            if (string.IsNullOrEmpty(settings.Host))
            {
                _problem =
                    "The PostgreSQL connection string names no server. Call "
                    + "UsePostgreSql(\"Host=localhost;Database=trading;Username=trading\").";
            }
            else if (string.IsNullOrEmpty(settings.Database))
            {
                _problem =
                    "The PostgreSQL connection string names no database. Call "
                    + "UsePostgreSql(\"Host=localhost;Database=trading;Username=trading\").";
            }

            if (string.IsNullOrEmpty(settings.ApplicationName))
                settings.ApplicationName = "StrategyEngine.Data";
            _connectionString = settings.ConnectionString;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            _connectionString = "";
            _problem =
                "The PostgreSQL connection string cannot be read. Call "
                + "UsePostgreSql(\"Host=localhost;Database=trading;Username=trading\") with the keywords of Npgsql.";
        }
    }

    /// <inheritdoc />
    public override string Name => "PostgreSQL";

    /// <inheritdoc />
    public override EncryptionDialect Encryption { get; } = new PostgreSqlEncryptionDialect();

    /// <inheritdoc />
    public override bool IsSameDatabase(TradingProvider other) =>
        other is PostgreSqlTradingProvider postgreSql && postgreSql._connectionString == _connectionString;

    /// <inheritdoc />
    public override IEnumerable<string> Validate() => _problem is null ? [] : [_problem];

    /// <inheritdoc />
    public override void Configure(DbContextOptionsBuilder options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.UseNpgsql(_connectionString, npgsql =>
        {
            // A host's own context has its migrations in the host's assembly, and perhaps already a history.
            if (options.Options.ContextType == typeof(TradingDbContext))
            {
                npgsql.MigrationsAssembly(typeof(PostgreSqlTradingProvider).Assembly.GetName().Name)
                    .MigrationsHistoryTable(HistoryTable, Schema);
            }

            _configure?.Invoke(npgsql);
        });
        options.ReplaceService<IQueryTranslationPostprocessorFactory, PostgreSqlAmountPostprocessorFactory>();
        options.AddInterceptors(FloatingPointCastInterceptor.Instance, NullOrderingInterceptor.Instance);
    }

    /// <inheritdoc />
    public override CandleTable CreateCandleTable(TimeProvider timeProvider) => new PostgreSqlCandleTable(_connectionString);

    /// <inheritdoc />
    public override BulkTable OpenBulkTable(BulkTarget target, DbConnection connection, DbTransaction? transaction) =>
        (connection is NpgsqlConnection npgsql ? PostgreSqlBulkTable.Open(target, npgsql, (NpgsqlTransaction?)transaction) : null)
            ?? base.OpenBulkTable(target, connection, transaction);

    /// <inheritdoc />
    public override MigrationSession CreateMigrationSession(DbContext context) => new PostgreSqlMigrationSession(context);

    /// <inheritdoc />
    public override AdministrationSession CreateAdministrationSession(DbContext context) => new PostgreSqlAdministrationSession(context);

    /// <inheritdoc />
    public override void FinalizeModel(IConventionModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (var entityType in model.Metadata.GetEntityTypes().Where(TradingEntityTypes.IsOurs))
        {
            if (entityType.GetSchema() is null)
                entityType.SetSchema(Schema);
            foreach (var property in entityType.GetDeclaredProperties())
                Store(property);
        }
    }

    /// <inheritdoc />
    public override DatabaseError Classify(Exception exception) => PostgreSqlErrors.Classify(exception);

    /// <inheritdoc />
    public override string? RemedyFor(DatabaseErrorKind kind) => PostgreSqlErrors.RemedyFor(kind);

    private static void Store(IConventionProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type == typeof(DateTimeOffset) && property.GetValueConverter() is null)
        {
            property.Builder.HasConversion(new UtcMillisecondsConverter());
            property.Builder.HasPrecision(InstantPrecision);
        }

        // In the order of their bytes, as the other engines compare; and an index is not broken by the next release of the C library.
        if ((property.GetValueConverter()?.ProviderClrType ?? type) == typeof(string))
            property.Builder.UseCollation("C");
    }
}
