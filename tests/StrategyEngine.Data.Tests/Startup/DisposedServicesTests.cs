using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.Registration;

/// <summary>What a service answers once the provider that made it is disposed.</summary>
public sealed class DisposedServicesTests
{
    private static readonly Guid Asset = Guid.Parse("0197f3a1-7c55-7d3e-9a11-0123456789ab");

    [Test]
    public async Task Reads_writes_and_looks_are_refused_alike_and_say_what_was_disposed()
    {
        using var services = new TradingServices();
        await services.Migrations.MigrateAsync();
        var (store, administrator, keys, migrations, database) =
            (services.Candles, services.Administrator, services.Keys, services.Migrations, services.Database);
        services.End();

        foreach (var (name, call) in new (string, Func<Task>)[]
        {
            ("count", () => store.CountAsync(Asset, Timeframe.OneHour)),
            ("read", () => ReadAsync(store)),
            ("latest", () => store.ReadLatestAsync(Asset, Timeframe.OneHour, 1)),
            ("first", () => store.ReadFirstAsync(Asset, Timeframe.OneHour, 1)),
            ("as of", () => store.ReadAsOfAsync(Asset, Timeframe.OneHour, DateTimeOffset.UnixEpoch)),
            ("coverage", () => store.ReadCoverageAsync(Asset, Timeframe.OneHour)),
            ("remove", () => store.RemoveAsync(Asset, Timeframe.OneHour)),
            ("upsert", () => store.UpsertAsync(Asset, Timeframe.OneHour, new CandleRow(0, 1, 1, 1, 1, 1))),
            ("health", () => administrator.CheckHealthAsync()),
            ("optimize", () => administrator.OptimizeAsync()),
            ("keys", () => keys.GetStatusAsync()),
            ("migrate", () => migrations.MigrateAsync()),
            ("context", () => database.CreateContext().Database.CanConnectAsync()),
        })
        {
            (await call.Should().ThrowAsync<ObjectDisposedException>(name)).Which.Message.Should().Contain("provider", name);
        }
    }

    private static async Task ReadAsync(CandleStore store)
    {
        await foreach (var _ in store.ReadAsync(Asset, Timeframe.OneHour))
        {
        }
    }
}
