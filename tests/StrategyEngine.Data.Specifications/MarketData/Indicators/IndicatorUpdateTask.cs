using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.MarketData.Indicators;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.MarketData.Indicators;

/// <summary>
/// Updates the indicators of the minutes of an asset, in a process that can be killed or race with others, and tells how many it
/// calculated.
/// </summary>
public sealed class IndicatorUpdateTask : ITestProcessTask
{
    public async Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start)
    {
        await using var services = database.BuildServices(TimeProvider.System);
        var store = services.GetRequiredService<IndicatorStore>();
        await start();
        var result = await store.UpdateAsync(Guid.Parse(arguments[0]), Timeframe.OneMinute);
        return [$"{result.Computed}"];
    }
}
