using System.Diagnostics;

using FluentAssertions;
using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.TestMigrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>The real <c>dotnet ef</c> and the runner take turns on one file.</summary>
public sealed class DotnetEfTests : MigrationTests
{
    [Test]
    public async Task Dotnet_ef_works_before_and_after_the_runner()
    {
        var runner = RunnerOf<WatchlistContext>();

        await UpdateAsync("Rank");
        (await runner.GetStatusAsync()).Current.Should().EndWith("Rank");
        (await runner.MigrateAsync(options: new MigrateOptions { Target = "Compact" })).Applied.Should().HaveCount(2);
        await UpdateAsync("SymbolIndex");

        (await runner.GetStatusAsync()).IsCurrent.Should().BeTrue();
        (await runner.MigrateAsync()).Applied.Should().BeEmpty();
        (await runner.GetHistoryAsync()).Select(entry => entry.Outcome).Should().Equal(
            MigrationOutcome.AppliedExternally, MigrationOutcome.AppliedExternally, MigrationOutcome.AppliedExternally,
            MigrationOutcome.Applied, MigrationOutcome.Applied, MigrationOutcome.AppliedExternally);
        await runner.RepairAsync(new RepairOptions { AcceptSchema = true });
        (await runner.VerifyAsync(VerifyChecks.All & ~VerifyChecks.PendingModel)).Findings.Should().BeEmpty();
    }

    private async Task UpdateAsync(string target)
    {
        var repository = Repository();
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}") ? "Release" : "Debug";
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])
            ["ef", "database", "update", target, "--no-build", "--configuration", configuration, "--context", nameof(WatchlistContext),
             "--project", "tests/StrategyEngine.Data.TestMigrations", "--connection", Database.ConnectionString])
        {
            start.ArgumentList.Add(argument);
        }

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
