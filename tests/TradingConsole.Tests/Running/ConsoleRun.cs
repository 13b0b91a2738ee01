using System.Diagnostics;
using System.Reflection;
using System.Text;

using Microsoft.Data.Sqlite;

using Spectre.Console;

using TradingConsole.Commands;

namespace TradingConsole.Tests.Running;

/// <summary>One run of the console with its output redirected.</summary>
public sealed record ConsoleRun(int ExitCode, string Output, string Error)
{
    private const int RedirectedWidth = 80;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static readonly string Assembly = typeof(ConsoleRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "TradingConsole").Value!;

    public IReadOnlyList<string> Lines => Output.Split('\n');

    /// <summary>
    /// Runs a command in the process of the tests, which takes a tenth of the time: the console's own, its variables and its folder are
    /// the process's.
    /// </summary>
    /// <remarks>One at a time.</remarks>
    public static Task<ConsoleRun> OfAsync(ConsoleDatabase database, params string[] arguments) => OfAsync(database, [], arguments);

    /// <inheritdoc cref="OfAsync(ConsoleDatabase, string[])"/>
    /// <param name="database">Where it works.</param>
    /// <param name="variables">Environment variables that are set while it runs.</param>
    /// <param name="arguments">What is typed.</param>
    public static async Task<ConsoleRun> OfAsync(ConsoleDatabase database, Dictionary<string, string> variables, params string[] arguments)
    {
        var former = (Console.In, Console.Out, Console.Error, AnsiConsole.Console, Environment.CurrentDirectory);
        using var output = new MemoryStream();
        await using var writer = new StreamWriter(output, Utf8) { AutoFlush = true };
        await using var error = new StringWriter();
        try
        {
            Environment.CurrentDirectory = database.Folder.FullName;
            foreach (var (name, value) in variables)
                Environment.SetEnvironmentVariable(name, value);
            Console.SetIn(TextReader.Null);
            Console.SetOut(writer);
            Console.SetError(error);
            AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(writer),
            });
            AnsiConsole.Console.Profile.Width = RedirectedWidth;
            var exitCode = await CommandLine.RunAsync([.. arguments, "--database", database.File]);
            return new ConsoleRun(exitCode, Utf8.GetString(output.ToArray()), error.ToString());
        }
        finally
        {
            Console.SetIn(former.In);
            Console.SetOut(former.Out);
            Console.SetError(former.Error);
            (AnsiConsole.Console, Environment.CurrentDirectory) = (former.Console, former.CurrentDirectory);
            foreach (var name in variables.Keys)
                Environment.SetEnvironmentVariable(name, null);
            SqliteConnection.ClearAllPools(); // as the end of a process does
        }
    }

    /// <summary>Runs the console as a process of its own.</summary>
    /// <param name="database">Where it works.</param>
    /// <param name="variables">Environment variables of the process.</param>
    /// <param name="arguments">What is typed.</param>
    public static async Task<ConsoleRun> OfProcessAsync(
        ConsoleDatabase database, Dictionary<string, string> variables, params string[] arguments)
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
    public string After(string label) =>
        Lines.First(line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
}
