using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance.Accumulation;

namespace StrategyEngine.Data.Performance.Recording;

/// <summary>Reads what the rows of a scope rest on, currency by currency.</summary>
internal static class PerformanceInputs
{
    public static async Task<IReadOnlyCollection<CurrencyInputs>> ReadAsync(
        DbContext context, PerformanceScope scope, CancellationToken cancellationToken)
    {
        var inputs = new SortedDictionary<Currency, CurrencyInputs>();
        CurrencyInputs Of(Currency currency) =>
            inputs.TryGetValue(currency, out var known) ? known : inputs[currency] = new CurrencyInputs(currency);

        foreach (var trade in await StoredTrades.ReadAsync(context, scope, cancellationToken).ConfigureAwait(false))
        {
            var (own, costs) = TradeCurrencies.Split(trade);
            Of(own.Profit.Currency).Add(new RecordedOutcome(own.ClosedAt, own));
            foreach (var (currency, fee, funding) in costs)
                Of(currency).Add(new RecordedOutcome(own.ClosedAt, null, fee, funding));
        }

        foreach (var marks in await ReadMarksAsync(context, scope, cancellationToken).ConfigureAwait(false))
            Of(marks.Key).Curve = EquityCurve.Sum(marks.GroupBy(mark => mark.AccountId).OrderBy(account => account.Key).Select(Curve));
        return inputs.Values;
    }

    private static EquityCurve Curve(IGrouping<Guid?, EquityMark> marks) => new(
        marks.First().Currency,
        marks.OrderBy(mark => mark.Instant).Select(mark => new EquityPoint(mark.Instant, mark.Equity, mark.Flow)));

    private static async Task<IEnumerable<IGrouping<Currency, EquityMark>>> ReadMarksAsync(
        DbContext context, PerformanceScope scope, CancellationToken cancellationToken)
    {
        // Equity belongs to accounts and runs, not to one of several strategies.
        if (scope is { RunId: null, StrategyId: not null })
            return [];
        var marks = context.Set<EquityMark>().AsNoTracking()
            .Where(mark => mark.UserId == scope.UserId && mark.Kind == scope.Kind && mark.RunId == scope.RunId);
        return (await marks.ToListAsync(cancellationToken).ConfigureAwait(false)).GroupBy(mark => mark.Currency);
    }
}
