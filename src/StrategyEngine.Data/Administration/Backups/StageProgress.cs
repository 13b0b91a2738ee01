namespace StrategyEngine.Data.Administration;

/// <summary>Passes on the part of a stage that is done.</summary>
internal sealed class StageProgress(IProgress<BackupProgress> progress, BackupStage stage) : IProgress<double>
{
    public static IProgress<double>? Of(IProgress<BackupProgress>? progress, BackupStage stage) =>
        progress is null ? null : new StageProgress(progress, stage);

    public void Report(double value) => progress.Report(new BackupProgress(stage, value));
}
