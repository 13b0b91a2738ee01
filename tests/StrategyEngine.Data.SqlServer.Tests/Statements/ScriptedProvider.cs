using System.Data.Common;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>SQL Server as it is, over a connection to no server.</summary>
internal sealed class ScriptedProvider(SqlServerTradingProvider engine, Func<DbConnection> connect) : TradingProvider
{
    public override string Name => engine.Name;

    public override EncryptionDialect Encryption => engine.Encryption;

    public override void Configure(DbContextOptionsBuilder options)
    {
        engine.Configure(options);
        options.UseSqlServer(connect());
    }

    public override MigrationSession CreateMigrationSession(DbContext context) => engine.CreateMigrationSession(context);

    public override AdministrationSession CreateAdministrationSession(DbContext context) => engine.CreateAdministrationSession(context);

    public override void FinalizeModel(IConventionModelBuilder model) => engine.FinalizeModel(model);

    public override DatabaseError Classify(Exception exception) => engine.Classify(exception);
}
