using System.Data.Common;

using CsCheck;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Specifications.Amounts;

namespace StrategyEngine.Data.SqlServer.Tests.Offline;

/// <summary>Which queries over amounts are refused is known without a server.</summary>
public sealed class AmountShapeTests
{
    [Test]
    public void A_query_is_refused_exactly_if_it_is_declared()
    {
        var refused = new HashSet<string>();
        var set = AmountGen.Sets[0].Single();
        foreach (var shape in AmountShapes.All(set.Parameters))
        {
            var options = new DbContextOptionsBuilder<TradingDbContext>();
            TradingDesignTime.Configure(options, OfflineModel.Provider);
            options.AddInterceptors(ClosedDoor.Instance);
            using var context = new TradingDbContext(options.Options);
            try
            {
                Begin(
                    shape.Run(
                        new AmountRows(
                            context.MarketData,
                            context.PerformanceMetrics,
                            context.MarketData.FromSqlRaw("SELECT * FROM trading.market_data"))));
            }
            catch (ClosedDoorException)
            {
            }
            catch (Exception exception) when (exception is AmountQueryException or InvalidOperationException)
            {
                refused.Add(shape.Name);
            }
        }

        string.Join(Environment.NewLine, refused.Except(Amounts.AmountQueryTests.Declared)).Should().BeEmpty();
        string.Join(Environment.NewLine, Amounts.AmountQueryTests.Declared.Except(refused)).Should().BeEmpty();
    }

    private static void Begin(object? result)
    {
        foreach (var _ in (System.Collections.IEnumerable)result!)
            return;
    }

    private sealed class ClosedDoorException : Exception;

    private sealed class ClosedDoor : DbConnectionInterceptor
    {
        public static ClosedDoor Instance { get; } = new();

        public override InterceptionResult ConnectionOpening(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => throw new ClosedDoorException();
    }
}
