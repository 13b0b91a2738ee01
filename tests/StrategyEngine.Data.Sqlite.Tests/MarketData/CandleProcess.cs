using System.Globalization;

using StrategyEngine.Data.Specifications.Processes;

namespace StrategyEngine.Data.Sqlite.Tests.MarketData;

/// <summary>A further process that writes minutes into the database of a test.</summary>
internal sealed class CandleProcess : IDisposable
{
    private readonly WorkerJob _job;

    private CandleProcess(WorkerJob job) => _job = job;

    /// <summary>Gives the process its work and waits until it is ready to write.</summary>
    public static async Task<CandleProcess> StartAsync(string folder, Guid assetId, int first, int count, long revision)
    {
        var process = new CandleProcess(WorkerJob.Start(
            "write-candles",
            folder,
            assetId.ToString(),
            first.ToString(CultureInfo.InvariantCulture),
            count.ToString(CultureInfo.InvariantCulture),
            revision.ToString(CultureInfo.InvariantCulture)));
        await process._job.WaitUntilReadyAsync();
        return process;
    }

    /// <summary>Lets it begin.</summary>
    public void Go() => _job.Go();

    /// <summary>Waits for its end.</summary>
    /// <returns>Its last words.</returns>
    public async Task<string> FinishAsync() => (await _job.WaitForExitAsync()).Output;

    /// <summary>SIGKILL: it gets no chance to clean up.</summary>
    public Task KillAsync() => _job.KillAsync();

    public void Dispose() => _job.Dispose();
}
