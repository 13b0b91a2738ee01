using System.Diagnostics;
using System.Reflection;

namespace StrategyEngine.Data.Tests.Readme;

/// <summary>Runs a compiled program in a process of its own, so that its working folder is its own too.</summary>
/// <remarks>The process is this test assembly, whose dependencies are the program's, started with the program as its argument.</remarks>
internal static class ReadmeHost
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var program])
            return 2;
        var result = Assembly.LoadFrom(
            program).EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], null);
        return result switch
        {
            Task<int> task => await task,
            int code => code,
            _ => 0,
        };
    }

    /// <summary>Compiles and runs a program in an empty folder.</summary>
    public static async Task<ReadmeRun> RunAsync(string source)
    {
        var folder = Directory.CreateTempSubdirectory("readme-");
        try
        {
            var binaries = folder.CreateSubdirectory("bin");
            var program = Path.Combine(binaries.FullName, "Program.dll");
            ReadmeCompiler.Emit(source, program);
            var start = new ProcessStartInfo(
                Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
            {
                ArgumentList = { "exec", typeof(ReadmeHost).Assembly.Location, program },
                WorkingDirectory = folder.CreateSubdirectory("work").FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            using var deadline = new CancellationTokenSource(Deadline);
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            try
            {
                await process.WaitForExitAsync(deadline.Token);
                return new ReadmeRun(process.ExitCode, await output, await errors);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException($"The program did not end within {Deadline}.");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
