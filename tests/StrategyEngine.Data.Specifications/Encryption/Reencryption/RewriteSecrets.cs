using System.Globalization;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.Encryption;

/// <summary>
/// Argument <c>rotate</c>: rotates the data keys and re-encrypts everything, three times. Otherwise the arguments are the exchange whose
/// credentials it writes again and again, with keys that may be stale, and how often; it writes the id and the last secret of each.
/// </summary>
public sealed class RewriteSecrets : ITestProcessTask
{
    public async Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start)
    {
        await using var services = database.BuildServices(TimeProvider.System);
        var opened = services.GetRequiredService<TradingDatabase>();
        await opened.Keys.EnsureActiveKeyAsync();
        await start();
        return arguments[0] == "rotate"
            ? await RotateAsync(services.GetRequiredService<EncryptionKeyManager>())
            : await WriteAsync(opened, arguments[0], int.Parse(arguments[1], CultureInfo.InvariantCulture));
    }

    private static async Task<IEnumerable<string>> RotateAsync(EncryptionKeyManager keys)
    {
        for (var i = 0; i < 3; i++)
        {
            await keys.RotateDataKeyAsync();
            var result = await keys.ReencryptAsync();
            if (result.Failures.Count > 0)
                return result.Failures.Select(failure => failure.ToString());
        }

        return [];
    }

    private static async Task<IEnumerable<string>> WriteAsync(TradingDatabase database, string exchange, int rounds)
    {
        var last = new Dictionary<Guid, string>();
        for (var round = 0; round < rounds; round++)
        {
            await using var context = database.CreateContext();
            foreach (var credential in await context.Set<ExchangeCredential>().Where(row => row.Exchange == exchange).ToListAsync())
            {
                credential.ApiSecret!.Reveal();
                credential.ApiSecret = last[credential.Id] = $"{exchange} {round} {credential.Label}";
                await context.SaveChangesAsync();
            }
        }

        return last.Select(pair => $"{pair.Key}|{pair.Value}");
    }
}
