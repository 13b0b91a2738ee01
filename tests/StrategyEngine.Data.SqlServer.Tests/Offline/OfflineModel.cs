using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Tests.Offline;

/// <summary>The library's context as SQL Server stores it, without a server.</summary>
internal static class OfflineModel
{
    public static SqlServerTradingProvider Provider { get; } = new("Server=offline;Database=trading");

    public static TradingDbContext CreateContext(TradingProvider? provider = null)
    {
        var options = new DbContextOptionsBuilder<TradingDbContext>();
        TradingDesignTime.Configure(options, provider ?? Provider);
        return new TradingDbContext(options.Options);
    }

    /// <summary>Every table, key and index.</summary>
    public static IRelationalModel Tables(TradingProvider? provider = null)
    {
        using var context = CreateContext(provider);
        return context.GetService<IDesignTimeModel>().Model.GetRelationalModel();
    }

    /// <summary>What makes the whole schema at once.</summary>
    public static string CreateScript()
    {
        using var context = CreateContext();
        return context.Database.GenerateCreateScript();
    }

    /// <summary>Every script that EF makes of the compiled migrations, by what it does.</summary>
    public static IEnumerable<(string Name, string Script)> Scripts()
    {
        using var context = CreateContext();
        var migrator = context.GetService<IMigrator>();
        string[] ids = [Migration.InitialDatabase, .. context.Database.GetMigrations()];
        yield return ("create", context.Database.GenerateCreateScript());
        yield return ("all, idempotent", migrator.GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent));
        yield return ("history", context.GetService<IHistoryRepository>().GetCreateIfNotExistsScript());
        for (var i = 1; i < ids.Length; i++)
        {
            yield return ($"up to {ids[i]}", migrator.GenerateScript(ids[i - 1], ids[i]));
            yield return ($"down from {ids[i]}", migrator.GenerateScript(ids[i], ids[i - 1]));
            yield return ($"down from {ids[i]}, idempotent",
                migrator.GenerateScript(ids[i], ids[i - 1], MigrationsSqlGenerationOptions.Idempotent));
        }
    }
}
