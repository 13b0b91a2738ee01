using System.Text.Json;

namespace StrategyEngine.Data.Specifications.Processes;

/// <summary>The inner side of a worker: does one job after the other for the tests that started it, and ends when they do.</summary>
/// <remarks>
/// A job comes as a line of JSON, an array of words. What the job prints goes to the tests; the line that ends it begins with
/// <see cref="EndMark"/>.
/// </remarks>
internal static class WorkerLoop
{
    /// <summary>The one argument of a process that is a worker.</summary>
    public const string Argument = "worker";

    /// <summary>Begins the line that ends a job; JSON with the exit code and what the job wrote to its error stream follows.</summary>
    public const char EndMark = '\u0004';

    public static async Task<int> RunAsync(Func<string[], Task<int>> run)
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
                continue; // for a job that had ended before it read it
            using var errors = new StringWriter();
            Console.SetError(TextWriter.Synchronized(errors));
            var exitCode = await RunAsync(run, JsonSerializer.Deserialize<string[]>(line)!);
            Console.WriteLine(EndMark + JsonSerializer.Serialize(new WorkerEnd(exitCode, errors.ToString())));
        }

        return 0;
    }

    private static async Task<int> RunAsync(Func<string[], Task<int>> run, string[] job)
    {
        try
        {
            return await run(job);
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync(exception.ToString());
            return 134; // as a process that dies of an exception
        }
    }
}
