using System.Diagnostics;

namespace StrategyEngine.Data.Specifications.Processes;

/// <summary>
/// A command of <c>StrategyEngine.Data.TestProcess</c> in a process of its own, which a test limits and starts; without limits,
/// <see cref="WorkerJob"/> is quicker.
/// </summary>
public sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private ChildProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Where the assembly of the commands lies.</summary>
    internal static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "StrategyEngine.Data.TestProcess.dll");

    /// <summary>
    /// Starts a process through a program that limits it and then becomes it, such as <c>prlimit</c>; it works up to the point where it
    /// says READY.
    /// </summary>
    /// <param name="wrapper">The program and its arguments; the process comes behind.</param>
    /// <param name="arguments">The arguments of the process.</param>
    public static ChildProcess StartUnder(IReadOnlyList<string> wrapper, params string[] arguments)
    {
        string[] all =
        [
            .. wrapper,
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            Program,
            .. arguments,
        ];
        var start = new ProcessStartInfo(all[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (var argument in all[1..])
            start.ArgumentList.Add(argument);
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>Waits until the process is ready.</summary>
    public async Task WaitUntilReadyAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var line = await _process.StandardOutput.ReadLineAsync(patience.Token);
        if (line != "READY")
            throw new InvalidOperationException($"The process said '{line}' instead of READY. {await _errors}");
    }

    /// <summary>Lets a ready process begin its work.</summary>
    public void Go()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
    }

    /// <summary>Waits for the end of the process.</summary>
    /// <returns>Its exit code, and what it printed.</returns>
    public async Task<(int ExitCode, string Output, string Errors)> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var output = await _process.StandardOutput.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, output.Trim(), (await _errors).Trim());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
