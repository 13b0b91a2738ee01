using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace StrategyEngine.Data.Specifications.Processes;

/// <summary>
/// A process that does jobs for tests, one at a time: kept for the next job, for to start one takes seconds of a processor.
/// </summary>
/// <remarks>A job may kill it. None outlives the process of the tests: it ends when its input does.</remarks>
internal sealed class Worker : IDisposable
{
    // Of each program as many as a race has by default; what a larger crowd leaves is ended.
    private const int MaxIdle = 4;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private static readonly ConcurrentDictionary<string, ConcurrentStack<Worker>> Idle = new();

    private readonly string _program;
    private readonly bool _isAlone;
    private readonly Process _process;
    private readonly Task<string> _errors;

    private Worker(string program, bool isAlone, Process process)
    {
        _program = program;
        _isAlone = isAlone;
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>How the job ended; null as long as it runs, or if the process ended before it did.</summary>
    public WorkerEnd? End { get; private set; }

    /// <summary>What the process wrote to its error stream outside of jobs, such as why it died. Waits for its end.</summary>
    public Task<string> Errors => _errors.WaitAsync(Deadline);

    /// <summary>Has a worker do a job: one that is idle, or a new one.</summary>
    /// <param name="program">The assembly whose entry point is a <see cref="WorkerLoop"/>.</param>
    /// <param name="job">The words of the job.</param>
    /// <param name="isAlone">Whether the process must be a new one, and do nothing else after it.</param>
    public static Worker Begin(string program, IReadOnlyList<string> job, bool isAlone = false)
    {
        var worker = (isAlone ? null : TakeIdle(program)) ?? new Worker(program, isAlone, Process.Start(Describe(program))!);
        worker.End = null;
        worker.WriteLine(JsonSerializer.Serialize(job));
        return worker;
    }

    /// <summary>Gives the job a line to read.</summary>
    public void WriteLine(string line = "")
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>The next line that the job prints; null at its end.</summary>
    public async Task<string?> ReadLineAsync()
    {
        if (End is not null)
            return null;
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Deadline);
        if (line is not [WorkerLoop.EndMark, ..])
            return line;
        End = JsonSerializer.Deserialize<WorkerEnd>(line.AsSpan(1));
        return null;
    }

    /// <summary>Ends the process without a chance to clean up: SIGKILL. What the job had printed can still be read.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Deadline);
    }

    /// <summary>Keeps the worker if its job has ended, and ends it otherwise.</summary>
    public void Dispose()
    {
        var idle = Idle.GetOrAdd(_program, _ => new ConcurrentStack<Worker>());
        if (!_isAlone && End is not null && !_process.HasExited && idle.Count < MaxIdle)
        {
            idle.Push(this);
            return;
        }

        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static Worker? TakeIdle(string program)
    {
        while (Idle.TryGetValue(program, out var idle) && idle.TryPop(out var worker))
        {
            if (!worker._process.HasExited)
                return worker;
            worker._process.Dispose();
        }

        return null;
    }

    // The test host may be a program of its own; the process to start is the assembly itself.
    private static ProcessStartInfo Describe(string program) =>
        new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, WorkerLoop.Argument])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
}
