using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Performance;

/// <summary>What an account was worth at one instant.</summary>
/// <param name="Time">The instant; any offset, compared and bucketed in UTC.</param>
/// <param name="Equity">Cash plus open positions at market, in the account's currency.</param>
/// <remarks><c>default</c> is an equity of zero at the first representable instant; no curve starts there by itself.</remarks>
public readonly record struct EquityPoint(DateTimeOffset Time, decimal Equity)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
