using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>SQLite as an engine would migrate that has a transaction for each migration.</summary>
internal sealed class SeparateTransactionsProvider(string connectionString) : TradingProvider
{
    private readonly SqliteTradingProvider _engine = new(connectionString);

    public override string Name => _engine.Name;

    public override EncryptionDialect Encryption => _engine.Encryption;

    public override void Configure(DbContextOptionsBuilder options) => _engine.Configure(options);

    public override MigrationSession CreateMigrationSession(DbContext context) =>
        new SeparateTransactionsSession(context, _engine.CreateMigrationSession(context));

    public override void FinalizeModel(IConventionModelBuilder model) => _engine.FinalizeModel(model);

    public override string AmountInCheck(string column) => _engine.AmountInCheck(column);

    public override DatabaseError Classify(Exception exception) => _engine.Classify(exception);
}
