using Spectre.Console;

using StrategyEngine.Data.Migrations;

using TradingConsole.Presentation;

namespace TradingConsole.Steps;

/// <summary>Brings the database up to date, or back; a file that is not there is made.</summary>
internal sealed class MigrateStep(MigrationRunner migrations, DatabaseLocation location, IAnsiConsole console)
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(5);

    public Task RunAsync(CancellationToken cancellationToken) => RunAsync(null, [], cancellationToken);

    public async Task RunAsync(string? target, IReadOnlyCollection<string> accepted, CancellationToken cancellationToken)
    {
        WriteLocation();
        var options = new MigrateOptions { LockTimeout = LockTimeout, Target = target, AcknowledgedRisks = accepted };
        var result = await WithProgressAsync(progress => migrations.MigrateAsync(options, progress, cancellationToken));
        WriteResult(result, "Applied");
        console.MarkupLineInterpolated(
            $"The schema is at [green]{result.Current}[/]{(result.Applied.Count == 0 ? ": nothing was pending" : "")}.");
    }

    public async Task RollBackAsync(string target, IReadOnlyCollection<string> accepted, CancellationToken cancellationToken)
    {
        WriteLocation();
        var options = new RollbackOptions { LockTimeout = LockTimeout, AcknowledgedRisks = accepted };
        var result = await WithProgressAsync(progress => migrations.RollbackAsync(target, options, progress, cancellationToken));
        WriteResult(result, "Reverted");
        console.MarkupLineInterpolated(
            $"The schema is at [green]{result.Current ?? "none"}[/]{(result.Applied.Count == 0 ? ": there was nothing to revert" : "")}.");
    }

    public async Task PlanAsync(string? target, bool isRollback, CancellationToken cancellationToken)
    {
        var plan = isRollback
            ? await migrations.PlanRollbackAsync(target!, cancellationToken)
            : await migrations.PlanAsync(target, cancellationToken);
        WriteLocation();
        if (plan.Steps.Count == 0)
        {
            console.MarkupLineInterpolated($"The schema is at [green]{plan.Current ?? "none"}[/]: there is nothing to do.");
            return;
        }

        foreach (var step in plan.Steps)
        {
            console.MarkupLineInterpolated(
                $"{(step.Direction == MigrationDirection.Up ? "apply" : "revert")} [green]{step.MigrationId}[/], {step.Commands.Count} commands");
            foreach (var risk in step.Risks)
                console.WriteUnbroken($"  {(risk.Level == MigrationRiskLevel.Information ? "note" : "RISK")} {risk.Key}: {risk.Message}");
        }

        foreach (var table in plan.Tables)
            console.WriteUnbroken($"  {table.Name} has {table.Rows:N0} rows");
        if (plan.IsBackupDue)
            console.WriteUnbroken("A backup is made first.");
        console.WriteLine();
        console.WriteUnbroken(plan.ToScript());
    }

    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        var verification = await migrations.VerifyAsync(cancellationToken: cancellationToken);
        WriteLocation();
        foreach (var finding in verification.Findings)
            console.WriteUnbroken($"{(finding.IsFault ? "FAULT" : "note")} {finding.Code}: {finding.Message}");
        if (!verification.IsSound)
            throw new Failure("The database is not as the migrations say.");
        console.WriteLine("The database is as the migrations say.");
    }

    private Task<MigrationResult> WithProgressAsync(Func<IProgress<MigrationProgress>, Task<MigrationResult>> run) =>
        console.WithProgressAsync(progress =>
    {
        var task = progress.AddTask("Schema", maxValue: 1);
        return run(ProgressBars.Report<MigrationProgress>(state =>
        {
            task.Description = state.Stage switch
            {
                MigrationStage.WaitingForLock => "Waiting",
                MigrationStage.BackingUp => "Backup",
                MigrationStage.Checking => "Checking",
                _ => "Schema",
            };
            task.Value = state.Fraction;
        }));
    });

    private void WriteLocation()
    {
        console.WriteUnbroken($"Database  {location.Database.FullName}");
        console.WriteUnbroken($"Key ring  {location.Keys.FullName}");
    }

    private void WriteResult(MigrationResult result, string done)
    {
        if (result.Backup is not null)
            console.WriteUnbroken($"Backup    {result.Backup}");
        foreach (var migration in result.Applied)
            console.MarkupLineInterpolated($"{done} [green]{migration.Id}[/] in {migration.Duration.TotalMilliseconds:0} ms");
    }
}
