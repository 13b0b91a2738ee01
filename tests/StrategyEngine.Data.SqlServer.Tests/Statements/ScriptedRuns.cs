using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Specifications.Migrations.Ledger;
using StrategyEngine.Data.SqlServer.Tests.Migrations;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>Everything that the runner and the administrator do, against a server that only notes it.</summary>
internal static class ScriptedRuns
{
    private const string First = "20250501000000_Ledger";

    private static readonly string[] Applied =
    [
        First, "20250502000000_DropNote", "20250503000000_RequireAccount", "20250504000000_ShortenMemo", "20250505000000_UniqueReference",
        "20250506000000_DropArchive",
    ];

    /// <summary>Rows of the catalog that make two tables with everything that a table can have.</summary>
    public static void AddCatalog(ScriptedServer server)
    {
        server.Answers["sys.types AS kind"] = ScriptedServer.Table(
            ["schema", "table", "column", "type", "max_length", "precision", "scale", "is_nullable", "is_identity", "collation", "default",
                "computed", "is_persisted"],
            ["dbo", "ledger", "Id", "bigint", 8, 19, 0, false, false, null, null, null, null],
            ["dbo", "ledger_archive", "Id", "bigint", 8, 19, 0, false, true, null, null, null, null]);
        server.Answers["sys.index_columns AS part"] = ScriptedServer.Table(
            ["schema", "table", "index", "type_desc", "is_unique", "is_primary_key", "is_unique_constraint", "ignore_dup_key",
                "filter_definition", "column", "is_descending_key", "is_included_column"],
            ["dbo", "ledger", "PK_ledger", "CLUSTERED", true, true, false, false, null, "Id", false, false]);
    }

    /// <summary>Runs all of it.</summary>
    public static async Task AllAsync(ScriptedServer server)
    {
        AddCatalog(server);
        server.Answers["SERVERPROPERTY('ProductVersion')"] = ScriptedServer.Table(
            ["version", "name", "size_bytes", "edition"], ["16.0", "trading", 1L, "Developer"]);
        server.Answers["SELECT SCHEMA_NAME(schema_id) AS [schema], name\nFROM sys.tables"] = ScriptedServer.Table(
            ["schema", "name"], ["dbo", "ledger"], ["trading", "users"]);
        server.Answers["log_reuse_wait_desc"] = ScriptedServer.Table(
            ["state_desc", "updateability", "is_read_committed_snapshot_on", "snapshot_isolation_state_desc", "log_reuse_wait_desc"],
            ["ONLINE", "READ_WRITE", true, "OFF", "NOTHING"]);
        server.Answers["N'SpaceUsed'"] = ScriptedServer.Table(["size", "used", "limit"], [8L << 20, 4L << 20, null]);
        server.Columns = ["Id", "Note", "Account", "Memo", "Reference", "id", "email", "wrapped"];
        server.Rows = 1;
        await using var ledger = Services<LedgerContext>(server);
        await LedgerAsync(server, ledger.GetRequiredService<MigrationRunner>(), ledger.GetRequiredService<DatabaseAdministrator>());
        server.History = [];
        await using var suppressed = Services<SuppressedContext>(server);
        await MigrateAsync(suppressed.GetRequiredService<MigrationRunner>());
        await using var trading = Services<TradingDbContext>(server);
        await TradingAsync(server, trading);
    }

    /// <summary>The services of an application on the server.</summary>
    public static ServiceProvider Services<TContext>(ScriptedServer server)
        where TContext : DbContext
    {
        var services = new ServiceCollection();
        return (typeof(TContext) == typeof(TradingDbContext)
            ? services.AddTradingData(Configure)
            : services.AddTradingData<TContext>(Configure)).BuildServiceProvider();

        void Configure(TradingDataBuilder trading) =>
            trading.UseProvider(server.CreateProvider())
                .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(server.Folder, "keys"))));
    }

    /// <summary>Migrates. The server keeps no data key, which the library finds out when the migrations are applied.</summary>
    public static async Task MigrateAsync(MigrationRunner runner, MigrateOptions? options = null)
    {
        try
        {
            await runner.MigrateAsync(options);
        }
        catch (NoActiveKeyException)
        {
            // The schema is as it should be.
        }
    }

    private static async Task LedgerAsync(ScriptedServer server, MigrationRunner runner, DatabaseAdministrator administrator)
    {
        await runner.BaselineAsync("Ledger");
        server.History = [First];
        await runner.GetStatusAsync();
        await runner.GetHistoryAsync();
        await administrator.GetDatabaseInfoAsync();
        await runner.PlanAsync();
        await runner.VerifyAsync();
        await runner.RepairAsync(new RepairOptions { AdoptExternal = true, AcceptSchema = true, AcceptEdited = ["Ledger"] });
        await MigrateAsync(runner, new MigrateOptions { AllowDataLoss = true });
        server.History = Applied;
        await runner.PlanRollbackAsync("0");
        await runner.RollbackAsync("Ledger", new RollbackOptions { AllowDataLoss = true });
    }

    private static async Task TradingAsync(ScriptedServer server, ServiceProvider services)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync();
        server.History = [.. context.Database.GetMigrations()];
        await services.GetRequiredService<MigrationRunner>().PlanRollbackAsync("0");
        var administrator = services.GetRequiredService<DatabaseAdministrator>();
        var health = await administrator.CheckHealthAsync(new HealthOptions { CheckIntegrity = true, Timeout = TimeSpan.FromMinutes(1) });
        if (!health.Checks.Any(check => check.Name == "integrity"))
            throw new InvalidOperationException($"The look ended early: {health.Checks[^1]}");
        await administrator.OptimizeAsync();
    }
}
