using System.Diagnostics;
using System.Globalization;

namespace StrategyEngine.Data.Sqlite.Tests.MarketData;

/// <summary>A process of its own that writes minutes into the database of a test.</summary>
internal sealed class CandleProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private CandleProcess(Process process) => _process = process;

    /// <summary>Starts the process and waits until it is ready to write.</summary>
    public static async Task<CandleProcess> StartAsync(string folder, Guid assetId, int first, int count, long revision)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        string[] arguments =
        [
            "exec",
            Path.Combine(AppContext.BaseDirectory, "StrategyEngine.Data.TestProcess.dll"),
            "write-candles",
            folder,
            assetId.ToString(),
            first.ToString(CultureInfo.InvariantCulture),
            count.ToString(CultureInfo.InvariantCulture),
            revision.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        var process = new CandleProcess(Process.Start(start)!);
        var line = await process.ReadLineAsync();
        return line == "READY" ? process : throw new InvalidOperationException($"The process said: {line}");
    }

    /// <summary>Lets it begin.</summary>
    public void Go() => _process.StandardInput.WriteLine();

    /// <summary>Its last word.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(Deadline);

    /// <summary>SIGKILL: it gets no chance to clean up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Deadline);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();

        _process.Dispose();
    }
}
