using System.Data.Common;

using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.ValueGeneration;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.SqlServer.Administration;
using StrategyEngine.Data.SqlServer.Amounts;
using StrategyEngine.Data.SqlServer.Bulk;
using StrategyEngine.Data.SqlServer.Encryption;
using StrategyEngine.Data.SqlServer.MarketData;
using StrategyEngine.Data.SqlServer.Migrations;

namespace StrategyEngine.Data.SqlServer;

/// <summary>SQL Server: storage forms, candle table, and the meaning of its errors.</summary>
/// <remarks>Thread-safe. Made by <c>UseSqlServer</c>, or from the configuration.</remarks>
public sealed class SqlServerTradingProvider : TradingProvider
{
    /// <summary>The schema of every table of the library.</summary>
    internal const string Schema = "trading";

    /// <summary>EF's history of the library's own context.</summary>
    internal const string HistoryTable = "__trading_migrations";

    // Text is compared as on the other engines, by its characters and not by a language's rules. Trailing spaces never count on SQL Server.
    private const string ExactCollation = "Latin1_General_100_BIN2";
    private const int InstantDigits = 3;

    private readonly string _connectionString;
    private readonly SqlServerOptions _options;
    private readonly string? _problem;

    /// <summary>Creates the provider with the default options; nothing is opened.</summary>
    /// <param name="connectionString">A connection string of Microsoft.Data.SqlClient that names a server and a database.</param>
    public SqlServerTradingProvider(string connectionString)
        : this(connectionString, new SqlServerOptions())
    {
    }

    /// <summary>Creates the provider; nothing is opened.</summary>
    /// <param name="connectionString">A connection string of Microsoft.Data.SqlClient that names a server and a database.</param>
    /// <param name="options">How to work with it.</param>
    public SqlServerTradingProvider(string connectionString, SqlServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        try
        {
            var settings = new SqlConnectionStringBuilder(connectionString);
            if (settings.DataSource.Length == 0)
            {
                _problem =
                    "The SQL Server connection string names no server. Call UseSqlServer(\"Server=localhost;Database=trading;Integrated "
                    + "Security=true\").";
            }
            else if (settings.InitialCatalog.Length == 0 && settings.AttachDBFilename.Length == 0)
            {
                _problem =
                    "The SQL Server connection string names no database, and the tables would go to the login's default one. Add "
                    + "Database=trading to it.";
            }

            _connectionString = settings.ToString();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException)
        {
            _connectionString = "";
            _problem =
                "The SQL Server connection string cannot be read. Call UseSqlServer(\"Server=localhost;Database=trading;Integrated "
                + "Security=true\") with the keywords of Microsoft.Data.SqlClient.";
        }
    }

    /// <inheritdoc />
    public override string Name => "SQL Server";

    /// <inheritdoc />
    public override EncryptionDialect Encryption { get; } = new SqlServerEncryptionDialect();

    /// <inheritdoc />
    public override bool IsSameDatabase(TradingProvider other) =>
        other is SqlServerTradingProvider sqlServer && sqlServer._connectionString == _connectionString;

    /// <inheritdoc />
    public override IEnumerable<string> Validate() =>
        [.. _problem is null ? [] : new[] { _problem }, .. _options.FindFailures()
            .Select(failure => $"{failure} Give it to UseSqlServer.")];

    /// <inheritdoc />
    public override void Configure(DbContextOptionsBuilder options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.UseSqlServer(_connectionString, server =>
        {
            // A host's own context has its migrations in the host's assembly, and perhaps already a history.
            if (options.Options.ContextType == typeof(TradingDbContext))
            {
                server.MigrationsAssembly(typeof(SqlServerTradingProvider).Assembly.GetName().Name)
                    .MigrationsHistoryTable(HistoryTable, Schema);
            }

            if (_options.MaxRetries > 0)
                server.EnableRetryOnFailure(_options.MaxRetries);
        });
        options.ReplaceService<IQueryTranslationPostprocessorFactory, SqlServerAmountPostprocessorFactory>();
        options.AddInterceptors(AmountParameterInterceptor.Instance);
    }

    /// <inheritdoc />
    public override CandleTable CreateCandleTable(TimeProvider timeProvider) => new SqlServerCandleTable(_connectionString);

    /// <inheritdoc />
    public override BulkTable OpenBulkTable(BulkTarget target, DbConnection connection, DbTransaction? transaction) =>
        connection is SqlConnection server
            ? new SqlServerBulkTable(target, server, (SqlTransaction?)transaction)
            : base.OpenBulkTable(target, connection, transaction);

    /// <inheritdoc />
    public override MigrationSession CreateMigrationSession(DbContext context) => new SqlServerMigrationSession(context);

    /// <inheritdoc />
    public override AdministrationSession CreateAdministrationSession(DbContext context) => new SqlServerAdministrationSession(context);

    /// <inheritdoc />
    public override void FinalizeModel(IConventionModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (var entityType in model.Metadata.GetEntityTypes().Where(TradingEntityTypes.IsOurs))
        {
            ((IMutableEntityType)entityType).SetSchema(Schema); // ToTable(name) has set none, which a convention cannot change
            if (entityType.FindAnnotation(StorageAnnotations.Clustered)?.Value is true)
                entityType.FindPrimaryKey()?.Builder.IsClustered(true);
            foreach (var property in entityType.GetDeclaredProperties())
                SetForm(property);
        }
    }

    /// <inheritdoc />
    public override DatabaseError Classify(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SqlException error)
                return SqlServerErrors.Classify(error);
        }

        return default;
    }

    /// <inheritdoc />
    public override string? RemedyFor(DatabaseErrorKind kind) => SqlServerErrors.RemedyFor(kind);

    private static void SetForm(IConventionProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (property.GetValueConverter() is null && type == typeof(DateTimeOffset))
        {
            property.Builder.HasConversion(new UtcInstantConverter());
            property.Builder.HasPrecision(InstantDigits);
        }
        else if ((property.GetValueConverter()?.ProviderClrType ?? type) == typeof(string))
        {
            property.Builder.UseCollation(ExactCollation);
        }
        else if (type == typeof(Guid) && property.IsPrimaryKey() && property.ValueGenerated == ValueGenerated.OnAdd)
        {
            // EF then makes ids in the order of SQL Server's own, which begins with the last six bytes.
            ((IMutableProperty)property).SetValueGeneratorFactory((Func<IProperty, ITypeBase, ValueGenerator>?)null);
        }
    }
}
