using Microsoft.Extensions.Hosting;

namespace StrategyEngine.Data;

/// <summary>Checks the configuration when the host starts, then migrates if asked to, then makes the first keys.</summary>
internal sealed class TradingDataStartup(Func<IServiceProvider, string?, TradingDatabase> databases, TradingRegistration registration, IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _ = databases(services, registration.Name);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
