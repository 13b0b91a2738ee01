using StrategyEngine.Data.Specifications.Processes;

namespace StrategyEngine.Data.Specifications;

/// <summary>A further process that works on the database of a test: no lock in memory can make a race pass.</summary>
/// <remarks>It is a worker, which may have done this for other tests before; what a task opens, it closes.</remarks>
public sealed class TestProcess : IDisposable
{
    private const string Ready = "ready";

    // Two crowds at once are none: neither gets the processor.
    private static readonly SemaphoreSlim OneRace = new(1);

    private readonly Worker _worker;

    private TestProcess(Worker worker) => _worker = worker;

    /// <summary>In such a process, the folder of the test that it works for; otherwise null.</summary>
    internal static string? ParentFolder { get; private set; }

    /// <summary>Has processes prepare, waits until all are ready, lets them go at once, and gives what each wrote.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> RaceAsync<TTask>(TestDatabase database, params string[][] arguments)
        where TTask : ITestProcessTask, new()
    {
        var processes = new List<TestProcess>();
        await OneRace.WaitAsync();
        try
        {
            processes.AddRange(arguments.Select(each => Start<TTask>(database, each)));
            await Task.WhenAll(processes.Select(process => process.WaitUntilReadyAsync()));
            processes.ForEach(process => process.Go());
            return await Task.WhenAll(processes.Select(process => process.FinishAsync()));
        }
        finally
        {
            processes.ForEach(process => process.Dispose());
            OneRace.Release();
        }
    }

    /// <summary>Runs a task in a process in which nothing was done before, and gives what it wrote.</summary>
    public static async Task<IReadOnlyList<string>> RunAloneAsync<TTask>(TestDatabase database, params string[] arguments)
        where TTask : ITestProcessTask, new()
    {
        using var process = Start<TTask>(database, arguments, isAlone: true);
        await process.WaitUntilReadyAsync();
        process.Go();
        return await process.FinishAsync();
    }

    /// <summary>Has one process prepare and waits until it is ready; it goes on at <see cref="Go"/>.</summary>
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
    public void Go() => _worker.WriteLine();

    /// <summary>Waits for the next line that the task writes; null at its end.</summary>
    public Task<string?> ReadLineAsync() => _worker.ReadLineAsync();

    /// <summary>Ends the process without a chance to clean up: SIGKILL.</summary>
    public Task KillAsync() => _worker.KillAsync();

    /// <summary>Waits for the end of the task, and gives what it wrote.</summary>
    public async Task<IReadOnlyList<string>> FinishAsync()
    {
        var lines = new List<string>();
        while (await _worker.ReadLineAsync() is { } line)
        {
            if (line.Trim() is { Length: > 0 } words)
                lines.Add(words);
        }

        return _worker.End switch
        {
            { ExitCode: 0 } => lines,
            { } end => throw new InvalidOperationException($"The process ended with {end.ExitCode}. {end.Errors}"),
            null => throw new InvalidOperationException($"The process died. {await _worker.Errors}"),
        };
    }

    /// <summary>The entry point of such a process: the provider's test assembly calls it.</summary>
    public static Task<int> RunAsync(string[] arguments) =>
        arguments is [WorkerLoop.Argument]
            ? WorkerLoop.RunAsync(RunTaskAsync)
            : throw new ArgumentException($"No such command: {string.Join(' ', arguments)}");

    public void Dispose() => _worker.Dispose();

    private static TestProcess Start<TTask>(TestDatabase database, string[] arguments, bool isAlone = false) => new(Worker.Begin(
        database.GetType().Assembly.Location,
        [database.Folder, database.GetType().AssemblyQualifiedName!, typeof(TTask).AssemblyQualifiedName!, .. arguments],
        isAlone));

    private static async Task<int> RunTaskAsync(string[] job)
    {
        ParentFolder = job[0];
        var database = (TestDatabase)Activator.CreateInstance(Type.GetType(job[1], throwOnError: true)!)!;
        var task = (ITestProcessTask)Activator.CreateInstance(Type.GetType(job[2], throwOnError: true)!)!;
        await using (database)
        {
            foreach (var line in await task.RunAsync(database, job[3..], StartAsync))
                Console.WriteLine(line);
        }

        return 0;

        static async Task StartAsync()
        {
            Console.WriteLine(Ready);
            if (await Console.In.ReadLineAsync() is null)
                Environment.Exit(1); // the tests have ended without it
        }
    }

    private async Task WaitUntilReadyAsync()
    {
        var line = await _worker.ReadLineAsync();
        if (line != Ready)
            throw new InvalidOperationException($"The process said '{line}'. {_worker.End?.Errors ?? await _worker.Errors}");
    }
}
