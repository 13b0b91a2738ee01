using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>SQLite with the function <c>tick</c> on every connection.</summary>
internal sealed class TickingProvider(string connectionString, Action tick) : TradingProvider
{
    private readonly SqliteTradingProvider _engine = new(connectionString);

    public override string Name => _engine.Name;

    public override EncryptionDialect Encryption => _engine.Encryption;

    public override void Configure(DbContextOptionsBuilder options)
    {
        _engine.Configure(options);
        options.AddInterceptors(new TickingConnection(tick));
    }

    public override MigrationSession CreateMigrationSession(DbContext context) => _engine.CreateMigrationSession(context);

    public override void FinalizeModel(IConventionModelBuilder model) => _engine.FinalizeModel(model);

    public override string AmountInCheck(string column) => _engine.AmountInCheck(column);

    public override DatabaseError Classify(Exception exception) => _engine.Classify(exception);
}
