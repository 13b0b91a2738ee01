namespace StrategyEngine.Data.Specifications.Processes;

/// <summary>A command of <c>StrategyEngine.Data.TestProcess</c> in a further process, which a test races and kills.</summary>
/// <remarks>For a command that needs a process of its own, such as one that is limited, there is <see cref="ChildProcess"/>.</remarks>
public sealed class WorkerJob : IDisposable
{
    private readonly Worker _worker;

    private WorkerJob(Worker worker) => _worker = worker;

    /// <summary>Has a process do the command; it works up to the point where it says READY.</summary>
    public static WorkerJob Start(params string[] arguments) => new(Worker.Begin(ChildProcess.Program, arguments));

    /// <summary>Waits until the process is ready.</summary>
    public async Task WaitUntilReadyAsync()
    {
        var line = await _worker.ReadLineAsync();
        if (line != "READY")
        {
            throw new InvalidOperationException(
                $"The process said '{line}' instead of READY. {_worker.End?.Errors ?? await _worker.Errors}");
        }
    }

    /// <summary>Lets a ready process begin its work.</summary>
    public void Go() => _worker.WriteLine();

    /// <summary>Waits for the next line that the command writes; null at its end.</summary>
    public Task<string?> ReadLineAsync() => _worker.ReadLineAsync();

    /// <summary>Waits for the end of the command.</summary>
    /// <returns>Its exit code, and what it printed.</returns>
    public async Task<(int ExitCode, string Output, string Errors)> WaitForExitAsync()
    {
        var lines = new List<string>();
        while (await _worker.ReadLineAsync() is { } line)
            lines.Add(line);
        return _worker.End is { } end
            ? (end.ExitCode, string.Join('\n', lines), end.Errors.Trim())
            : throw new InvalidOperationException($"The process died. {await _worker.Errors}");
    }

    /// <summary>Ends the process at once, as <c>kill -9</c> does, unless the command has ended before.</summary>
    /// <returns>Whether the command was cut off.</returns>
    public async Task<bool> KillAsync()
    {
        await _worker.KillAsync();
        while (await _worker.ReadLineAsync() is not null)
        {
            // What it had written before.
        }

        return _worker.End is null;
    }

    public void Dispose() => _worker.Dispose();
}
