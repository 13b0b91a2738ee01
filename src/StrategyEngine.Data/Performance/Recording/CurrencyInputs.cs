using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance.Recording;

/// <summary>All that the rows of one currency rest on.</summary>
internal sealed class CurrencyInputs(Currency currency)
{
    private readonly List<RecordedOutcome> _outcomes = [];

    public Currency Currency => currency;

    /// <summary>Trades and costs in the order in which the trades closed.</summary>
    public IReadOnlyList<RecordedOutcome> Outcomes => _outcomes;

    /// <summary>What equity did; null where none is marked.</summary>
    public EquityCurve? Curve { get; set; }

    public void Add(RecordedOutcome outcome) => _outcomes.Add(outcome);

    /// <summary>Measures the periods that are wanted.</summary>
    public PerformanceAccumulator Measure(
        AnnualizationBasis basis, double annualRiskFreeRate, Func<MetricsPeriod, PeriodBounds, bool> isWanted)
    {
        var accumulator = new PerformanceAccumulator(currency, basis, annualRiskFreeRate, isWanted);
        foreach (var outcome in _outcomes)
        {
            if (outcome.Trade is { } trade)
                accumulator.Append(trade);
            else
                accumulator.AppendCost(outcome.Instant, outcome.Fee, outcome.Funding);
        }

        foreach (var point in Curve?.Points ?? [])
            accumulator.Append(point);
        return accumulator;
    }
}
