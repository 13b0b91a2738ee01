using System.Diagnostics;

using FluentAssertions;

namespace StrategyEngine.Data.Specifications.Migrations;

/// <summary>The real <c>dotnet ef</c>, which the repository names as a tool and which is restored before its first use.</summary>
public static class DotnetEf
{
    private static readonly Lazy<Task> Restored = new(() => RunAsync("tool", "restore"));

    /// <summary>Runs <c>dotnet ef database update</c> with a context of a test project.</summary>
    public static async Task UpdateAsync(string project, string context, string connectionString, string target)
    {
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}")
            ? "Release"
            : "Debug";
        await Restored.Value;
        await RunAsync(
            "ef", "database", "update", target, "--no-build", "--configuration", configuration, "--context", context, "--project",
            $"tests/{project}", "--connection", connectionString);
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = Repository(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, $"{output}{await errors}");
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "StrategyEngine.Data.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
