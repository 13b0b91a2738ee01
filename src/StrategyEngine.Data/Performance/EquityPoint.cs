using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Performance;

/// <summary>What an account was worth at one instant.</summary>
/// <param name="Time">The instant; any offset, compared and bucketed in UTC. Midnight closes the day that ends then.</param>
/// <param name="Equity">Cash plus open positions at market, after <paramref name="Flow"/>.</param>
/// <param name="Flow">What was paid in since the point before, negative for what was taken out. It counts as arrived at
/// <paramref name="Time"/>, and is no performance.</param>
/// <remarks><c>default</c> is an equity of zero at the first representable instant; no curve starts there by itself.</remarks>
public readonly record struct EquityPoint(DateTimeOffset Time, decimal Equity, decimal Flow = 0)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
