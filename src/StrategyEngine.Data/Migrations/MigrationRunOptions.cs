using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Migrations;

/// <summary>How a run that changes the schema works, in either direction.</summary>
public abstract record MigrationRunOptions : IRangedOptions
{
    /// <summary>The default of <see cref="BackupsKept"/>.</summary>
    public const int DefaultBackupsKept = 5;

    private protected MigrationRunOptions()
    {
    }

    /// <summary>How long to wait while another process migrates or writes.</summary>
    /// <value>5 minutes by default; zero tries once; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</value>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether every risk of the level <see cref="MigrationRiskLevel.Acknowledge"/> is taken.</summary>
    /// <value>False by default: <see cref="DataLossException"/>. Prefer <see cref="AcknowledgedRisks"/>, which names what was looked
    /// at.</value>
    public bool AllowDataLoss { get; init; }

    /// <summary>
    /// The risks that are taken: codes of <see cref="MigrationRiskCodes"/>, or keys such as <c>drop_column:users.note</c>.
    /// </summary>
    /// <value>Any texts, no null. None by default. Ignored when <see cref="AllowDataLoss"/> is set.</value>
    public IReadOnlyCollection<string> AcknowledgedRisks { get; init; } = [];

    /// <summary>
    /// Whether the database is backed up before a step that could cost data or rebuilds a table with rows, and before any rollback.
    /// </summary>
    /// <value>True by default. Without <see cref="BackUp"/> it has an effect only on engines that make their own backups, as SQLite
    /// does.</value>
    public bool MakeBackup { get; init; } = true;

    /// <summary>Where the engine's own backups go.</summary>
    /// <value>Null, the default, is the folder <c>backups</c> beside the database. Ignored when <see cref="BackUp"/> is set.</value>
    public string? BackupFolder { get; init; }

    /// <summary>How many of the engine's own backups stay in <see cref="BackupFolder"/>, the new one included.</summary>
    /// <value>At least 1; 5 by default. Ignored when <see cref="BackUp"/> is set.</value>
    public int BackupsKept { get; init; } = DefaultBackupsKept;

    /// <summary>
    /// Makes the backup in place of the engine, and returns how to find it. What it throws ends the run before anything is changed.
    /// </summary>
    /// <value>Null by default. It is called while the run holds the lock.</value>
    public Func<MigrationPlan, CancellationToken, Task<string>>? BackUp { get; init; }

    internal bool Accepts(MigrationRisk risk) => risk.Level switch
    {
        MigrationRiskLevel.Information => true,
        MigrationRiskLevel.Acknowledge => AllowDataLoss
            || AcknowledgedRisks.Contains(risk.Code, StringComparer.OrdinalIgnoreCase)
            || AcknowledgedRisks.Contains(risk.Key, StringComparer.OrdinalIgnoreCase),
        _ => false,
    };

    string IRangedOptions.Code => "migrations.options";

    void IRangedOptions.Check(OptionRanges ranges)
    {
        ranges.Wait(LockTimeout);
        ranges.AtLeast(BackupsKept, 1);
        ranges.Texts(AcknowledgedRisks);
    }

    /// <summary>Prints each option.</summary>
    /// <param name="builder">Where to.</param>
    /// <returns>Always true: there is something to print.</returns>
    protected virtual bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
