using Microsoft.Extensions.DependencyInjection;

namespace StrategyEngine.Data.Specifications.Encryption;

/// <summary>Asks for the data keys of a database that has none, and writes their ids.</summary>
public sealed class FirstDataKeys : ITestProcessTask
{
    public async Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start)
    {
        await using var services = database.BuildServices(TimeProvider.System);
        var opened = services.GetRequiredService<TradingDatabase>();
        await using (var context = opened.CreateContext())
            _ = context.Model;
        await start();
        await opened.Keys.EnsureActiveKeyAsync();
        var status = await services.GetRequiredService<Data.Encryption.EncryptionKeyManager>().GetStatusAsync();
        return status.Keys.Select(key => $"{key.Purpose} {key.KeyId:x8}");
    }
}
