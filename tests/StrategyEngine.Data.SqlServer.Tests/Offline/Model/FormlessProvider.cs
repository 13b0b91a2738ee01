using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Tests.Offline;

/// <summary>SQL Server without the storage forms that the library sets: what EF makes by itself.</summary>
internal sealed class FormlessProvider(TradingProvider engine) : TradingProvider
{
    public override string Name => engine.Name;

    public override EncryptionDialect Encryption => engine.Encryption;

    public override void Configure(DbContextOptionsBuilder options)
    {
        engine.Configure(options);
        options.EnableServiceProviderCaching(false);
    }

    public override MigrationSession CreateMigrationSession(DbContext context) => engine.CreateMigrationSession(context);

    public override DatabaseError Classify(Exception exception) => engine.Classify(exception);
}
