using System.Diagnostics;
using System.Reflection;

namespace TradingConsole.Tests.Running;

/// <summary>One run of the console as a process of its own, with its output redirected.</summary>
public sealed record ConsoleRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string Assembly = typeof(ConsoleRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "TradingConsole").Value!;

    public IReadOnlyList<string> Lines => Output.Split('\n');

    public static Task<ConsoleRun> OfAsync(ConsoleDatabase database, params string[] arguments) => OfAsync(database, [], arguments);

    /// <param name="database">Where it works.</param>
    /// <param name="variables">Environment variables of the process.</param>
    /// <param name="arguments">What is typed.</param>
    public static async Task<ConsoleRun> OfAsync(ConsoleDatabase database, Dictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = database.Folder.FullName,
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        string[] all = [Assembly, .. arguments, "--database", database.File];
        foreach (var argument in all)
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new ConsoleRun(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The word that follows a label in the output.</summary>
    public string After(string label) => Lines.First(line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
}
