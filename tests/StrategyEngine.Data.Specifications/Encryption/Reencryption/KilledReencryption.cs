using System.Globalization;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Specifications.Encryption;

/// <summary>
/// Re-encrypts in small pages, so that there is a middle to be killed in. The argument counts the runs: each has a clock
/// by which the lease of the one before has ended, for nobody should have to wait for it.
/// </summary>
public sealed class KilledReencryption : ITestProcessTask
{
    /// <summary>Written when the first page is committed.</summary>
    public const string Working = "working";

    public async Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start)
    {
        var options = new ReencryptionOptions { PageSize = 20, LeaseDuration = TimeSpan.FromHours(1) };
        var run = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        await using var services = database.BuildServices(
            new FakeTimeProvider(TimeProvider.System.GetUtcNow() + (run * 2 * options.LeaseDuration)));
        var keys = services.GetRequiredService<EncryptionKeyManager>();
        await keys.VerifyAsync();
        await start();
        var result = await keys.ReencryptAsync(options, new FirstPage());
        return result.Failures.Select(failure => failure.ToString());
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
