using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>Another engine, whose queries are captured.</summary>
internal sealed class CapturingProvider(TradingProvider engine, CapturedQueries captured) : TradingProvider
{
    public override string Name => engine.Name;

    public override EncryptionDialect Encryption => engine.Encryption;

    public override IEnumerable<string> Validate() => engine.Validate();

    public override void Configure(DbContextOptionsBuilder options)
    {
        engine.Configure(options);
        options.AddInterceptors(captured);
    }

    public override CandleTable CreateCandleTable(TimeProvider timeProvider) => engine.CreateCandleTable(timeProvider);

    public override MigrationSession CreateMigrationSession(DbContext context) => engine.CreateMigrationSession(context);

    public override void FinalizeModel(IConventionModelBuilder model) => engine.FinalizeModel(model);

    public override string AmountInCheck(string column) => engine.AmountInCheck(column);

    public override DatabaseError Classify(Exception exception) => engine.Classify(exception);
}
