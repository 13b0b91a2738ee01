using System.Text.Json.Nodes;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Model;

/// <summary>What the specifications of bulk writing share: a user, an asset, and records that belong to them.</summary>
public abstract class BulkWriterFixture<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    protected User User { get; private set; } = null!;
    protected Asset Asset { get; private set; } = null!;

    protected BulkWriter Writer => Get<BulkWriter>();

    [SetUp]
    public async Task SaveOwnersAsync()
    {
        await using var context = CreateContext();
        (User, Asset) = (TestRecords.User(), TestRecords.Asset());
        context.AddRange(User, Asset);
        await context.SaveChangesAsync();
    }

    protected List<Signal> Signals(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Signal(Guid.CreateVersion7(Start.AddMilliseconds(i)), 100m + (i / 8m)))];

    protected Signal Signal(Guid id, decimal price) => new()
    {
        Id = id,
        UserId = User.Id,
        AssetId = Asset.Id,
        SignalType = SignalType.Sell,
        KnownAt = Start.AddMinutes(-1),
        Confidence = 0.75,
        CurrentPrice = price,
        EntryPrice = price,
        TargetPrice = 12345.678m,
        StopLoss = 0.00000001m,
        RiskRewardRatio = 1.0 / 3,
        Timeframe = Timeframe.OneHour,
        Analysis = price % 2 == 0 ? null : "Größer als ½ — ☕",
        IsActive = price % 2 == 0,
        ExpiresAt = price % 3 == 0 ? null : Start.AddDays(1),
        Metadata = { ["source"] = "test", ["weights"] = new JsonArray(1.5, 2) },
    };

    protected ExchangeCredential Credential(string label, string key) =>
        new() { UserId = User.Id, Exchange = "okx", Label = label, ApiKey = key, ApiSecret = "the-secret" };

    protected sealed class Reports(Action<BulkProgress>? told = null) : List<BulkProgress>, IProgress<BulkProgress>
    {
        public void Report(BulkProgress value)
        {
            Add(value);
            told?.Invoke(value);
        }
    }
}
