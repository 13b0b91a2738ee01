using System.Text.Json;
using System.Text.Json.Nodes;

namespace TradingConsole.Backtesting;

/// <summary>The parameters of the crossover: what the encrypted configuration of the strategy row holds.</summary>
/// <param name="FastPeriod">Candles in the fast average.</param>
/// <param name="SlowPeriod">Candles in the slow average; more than <paramref name="FastPeriod"/>.</param>
/// <param name="StartingCash">The account at the start, in the quote asset.</param>
/// <param name="CommissionRate">The fee of a fill, as a fraction of its value.</param>
/// <param name="TargetDistance">How far from the price a signal puts its target, as a fraction. Advice: positions close on the opposite
/// crossover.</param>
/// <param name="StopDistance">How far from the price a signal puts its stop, as a fraction. Advice too.</param>
internal sealed record CrossoverSettings(
    int FastPeriod = 20,
    int SlowPeriod = 50,
    decimal StartingCash = 10_000m,
    decimal CommissionRate = 0.001m,
    decimal TargetDistance = 0.20m,
    decimal StopDistance = 0.10m)
{
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, JsonSerializerOptions.Web)!.AsObject();

    public static CrossoverSettings FromJson(JsonObject config) => config.Deserialize<CrossoverSettings>(JsonSerializerOptions.Web)!;
}
