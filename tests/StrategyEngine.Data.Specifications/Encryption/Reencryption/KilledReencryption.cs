using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Specifications.Encryption;

/// <summary>Re-encrypts in small pages, slowly enough to be killed in the middle; waits for the lease of a run that was.</summary>
public sealed class KilledReencryption : ITestProcessTask
{
    /// <summary>Written when the first page is committed.</summary>
    public const string Working = "working";

    public async Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start)
    {
        await using var services = database.BuildServices(TimeProvider.System);
        var keys = services.GetRequiredService<EncryptionKeyManager>();
        await keys.VerifyAsync();
        await start();
        var options = new ReencryptionOptions { PageSize = 40, MaxRowsPerSecond = 400, LeaseDuration = TimeSpan.FromSeconds(1) };
        while (true)
        {
            try
            {
                var result = await keys.ReencryptAsync(options, new FirstPage());
                return result.Failures.Select(failure => failure.ToString());
            }
            catch (ReencryptionBusyException busy)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(1, (busy.Until - TimeProvider.System.GetUtcNow()).TotalMilliseconds)));
            }
        }
    }

    private sealed class FirstPage : IProgress<ReencryptionProgress>
    {
        private bool _told;

        public void Report(ReencryptionProgress value)
        {
            if (!_told)
                Console.WriteLine(Working);
            _told = true;
        }
    }
}
