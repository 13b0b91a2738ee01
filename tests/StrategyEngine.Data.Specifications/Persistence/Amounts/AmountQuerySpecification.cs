using System.Globalization;

using CsCheck;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Specifications.Amounts;

/// <summary>
/// Every query over amounts gives what LINQ to Objects gives, to the promised digit, or is refused; never another number.
/// </summary>
public abstract class AmountQuerySpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private Guid _assetId;
    private Guid _userId;

    /// <summary>
    /// The shapes that this engine cannot compute as promised, by name. Each must be refused when it is translated, whatever the rows, and
    /// no other.
    /// </summary>
    protected virtual IEnumerable<string> Refused =>
    [
        "where ToString", "where ToString of format", "where concatenation", "where interpolation", "where Convert.ToString",
        "where StartsWith", "where LIKE", "where Length",
        "where string.Join", "where Hash", "where IsInteger", "where IsNegative", "where nullable ToString", "distinct of null in a group",
        "where Convert.ToBoolean", "order by Convert.ToBoolean",
        "where decimal.ToInt32", "order by decimal.ToInt32", "where decimal.ToDouble",
        .. ComputedFrom("Math.Round away", "Math.Clamp", "decimal.Add", "decimal.Negate", "decimal.Remainder"), "max of decimal.Multiply",
    ];

    /// <summary>Whether this engine computes with numbers that overflow a decimal.</summary>
    protected virtual bool AnswersOverflow => false;

    /// <summary>
    /// Whether the driver of this engine cannot read a sum of more than 28 digits, the zeros behind it counted, and fails.
    /// </summary>
    protected virtual bool FailsOnZeros => false;

    /// <summary>The shapes in which only the database can compute a value.</summary>
    protected static IEnumerable<string> ComputedFrom(params string[] values) =>
        values.SelectMany(value => new[] { $"max of {value}", $"order by {value}", $"distinct {value}", $"group by {value}" });

    [SetUp]
    public async Task SaveOwnersAsync()
    {
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        var user = TestRecords.User();
        context.Add(asset);
        context.Add(user);
        await context.SaveChangesAsync();
        (_assetId, _userId) = (asset.Id, user.Id);
    }

    [Test]
    public async Task A_query_gives_what_memory_gives_in_any_culture_or_is_refused()
    {
        var refused = new Dictionary<string, string>();
        var answered = new HashSet<string>();
        var (prices, moderate, volumes) = (AmountGen.Sets[0], AmountGen.Sets[1], AmountGen.Sets[2]);
        var pairs = new (string Culture, Gen<AmountSet> Sets)[]
        {
            ("", prices), ("de-DE", moderate), ("tr-TR", volumes), ("fa-IR", prices), ("", moderate), ("de-DE", volumes),
            ("tr-TR", moderate), ("fa-IR", volumes), ("de-DE", prices),
        };
        foreach (var (culture, sets) in pairs.Take(Rounds.Of(standard: 4, full: 9, part: 2)))
        {
            await sets.SampleAsync(
                async set =>
                {
                    CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                    string.Join(Environment.NewLine, await DifferencesAsync(set, refused, answered)).Should()
                        .BeEmpty($"of culture '{culture}'");
                },
                iter: 1,
                threads: 1,
                print: set => $"{set.Candles.Count} candles");
        }

        answered.Should().NotIntersectWith(refused.Keys);
        var declared = Refused.ToHashSet();
        string.Join(Environment.NewLine, refused.Where(refusal => !declared.Contains(refusal.Key))).Should().BeEmpty();
        declared.Except(refused.Keys).Should().BeEmpty();
        answered.Count.Should().BeGreaterThan(200);
    }

    private async Task<List<string>> DifferencesAsync(AmountSet set, Dictionary<string, string> refused, HashSet<string> answered)
    {
        await SaveAsync(set);
        var memory = new AmountRows(set.Candles.AsQueryable(), set.Metrics.AsQueryable(), set.Candles.AsQueryable());
        var differences = new List<string>();
        foreach (var shape in AmountShapes.All(set.Parameters))
        {
            List<object?> database;
            try
            {
                await using var context = CreateContext();
                database = AmountComparison.Flatten(shape.Run(RowsOf(context)));
            }
            catch (Exception exception) when (IsRefusal(exception))
            {
                refused[shape.Name] = exception.Message.Split(Environment.NewLine)[0];
                continue;
            }
            catch (OverflowException) when (FailsOnZeros)
            {
                continue;
            }
            catch (Exception exception)
            {
                if (Answer(shape, memory, out _) is not null)
                    differences.Add($"{shape.Name}: {exception.GetType().Name} {exception.Message}");
                continue;
            }

            answered.Add(shape.Name);
            var expected = Answer(shape, memory, out var failure);
            if (failure is not null && !(failure is OverflowException && AnswersOverflow))
                differences.Add($"{shape.Name}: an answer, where memory has {failure.GetType().Name}");
            if (expected is not null && AmountComparison.Difference(shape.Promise, database, expected) is { } difference)
                differences.Add($"{shape.Name}: {difference}");
        }

        return differences;
    }

#pragma warning disable EF1002 // The name of a table of the model.
    private AmountRows RowsOf(TradingDbContext context) => new(
        context.MarketData.AsNoTracking(),
        context.PerformanceMetrics.AsNoTracking(),
        context.MarketData.FromSqlRaw($"SELECT * FROM {TestDatabase.Table("market_data")}").AsNoTracking());
#pragma warning restore EF1002

    private async Task SaveAsync(AmountSet set)
    {
        await using var context = CreateContext();
        await context.MarketData.ExecuteDeleteAsync();
        await context.PerformanceMetrics.ExecuteDeleteAsync();
        foreach (var candle in set.Candles)
        {
            context.Add(candle);
            context.Entry(candle).Property(c => c.AssetId).CurrentValue = _assetId;
        }

        foreach (var metrics in set.Metrics)
        {
            context.Add(metrics);
            context.Entry(metrics).Property(m => m.UserId).CurrentValue = _userId;
        }

        await context.SaveChangesAsync();
    }

    // What overflows in memory, or divides by zero there, has no number to compare with, and must fail as well.
    private static List<object?>? Answer(AmountShape shape, AmountRows memory, out Exception? failure)
    {
        failure = null;
        try
        {
            return AmountComparison.Flatten((shape.InMemory ?? shape.Run)(memory));
        }
        catch (Exception exception) when (exception is OverflowException or DivideByZeroException)
        {
            failure = exception;
            return null;
        }
    }

    private static bool IsRefusal(Exception exception) =>
        exception is AmountQueryException or InvalidOperationException or NotSupportedException;
}
