using System.Diagnostics;

namespace StrategyEngine.Data.Specifications;

/// <summary>A further process on the database of a test: no lock in memory can make a race pass.</summary>
public sealed class TestProcess : IDisposable
{
    private const string Ready = "ready";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    // Two crowds at once are none: neither gets the processor.
    private static readonly SemaphoreSlim OneRace = new(1);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private TestProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>In such a process, the folder of the test that started it; otherwise null.</summary>
    internal static string? ParentFolder { get; private set; }

    /// <summary>Starts processes, waits until all are ready, lets them go at once, and gives what each wrote.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> RaceAsync<TTask>(TestDatabase database, params string[][] arguments)
        where TTask : ITestProcessTask, new()
    {
        var processes = new List<TestProcess>();
        await OneRace.WaitAsync();
        try
        {
            processes.AddRange(arguments.Select(each => Start<TTask>(database, each)));
            await Task.WhenAll(processes.Select(process => process.WaitUntilReadyAsync()));
            await Task.WhenAll(processes.Select(process => process._process.StandardInput.WriteLineAsync()));
            return await Task.WhenAll(processes.Select(process => process.FinishAsync()));
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
            OneRace.Release();
        }
    }

    /// <summary>Starts one process and waits until it is ready; it goes on at <see cref="Go"/>.</summary>
    public static async Task<TestProcess> StartAsync<TTask>(TestDatabase database, params string[] arguments)
        where TTask : ITestProcessTask, new()
    {
        var process = Start<TTask>(database, arguments);
        try
        {
            await process.WaitUntilReadyAsync();
            return process;
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Lets a process that is ready begin.</summary>
    public void Go() => _process.StandardInput.WriteLine();

    /// <summary>Waits for the next line that the process writes.</summary>
    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Deadline);

    /// <summary>Ends the process without a chance to clean up: SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Deadline);
    }

    /// <summary>The entry point of such a process: the provider's test assembly calls it.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        ParentFolder = arguments[0];
        var database = (TestDatabase)Activator.CreateInstance(Type.GetType(arguments[1], throwOnError: true)!)!;
        var task = (ITestProcessTask)Activator.CreateInstance(Type.GetType(arguments[2], throwOnError: true)!)!;
        await using (database)
        {
            foreach (var line in await task.RunAsync(database, arguments[3..], StartAsync))
                Console.WriteLine(line);
        }

        return 0;

        static async Task StartAsync()
        {
            Console.WriteLine(Ready);
            await Console.In.ReadLineAsync();
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static TestProcess Start<TTask>(TestDatabase database, string[] arguments)
    {
        // The test host may be a program of its own; the process to start is the test assembly itself.
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(database.GetType().Assembly.Location);
        start.ArgumentList.Add(database.Folder);
        start.ArgumentList.Add(database.GetType().AssemblyQualifiedName!);
        start.ArgumentList.Add(typeof(TTask).AssemblyQualifiedName!);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new TestProcess(Process.Start(start)!);
    }

    private async Task WaitUntilReadyAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Deadline);
        if (line != Ready)
            throw new InvalidOperationException($"The process said '{line}'. {await _errors.WaitAsync(Deadline)}");
    }

    /// <summary>Waits for the end of the process, and gives what it wrote.</summary>
    public async Task<IReadOnlyList<string>> FinishAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Deadline);
        await _process.WaitForExitAsync().WaitAsync(Deadline);
        return _process.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : throw new InvalidOperationException($"The process ended with {_process.ExitCode}. {await _errors.WaitAsync(Deadline)}");
    }
}
