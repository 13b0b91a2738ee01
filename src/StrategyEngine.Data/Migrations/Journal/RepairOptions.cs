using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Migrations;

/// <summary>What <see cref="MigrationRunner.RepairAsync"/> repairs: only what is asked for.</summary>
public sealed record RepairOptions : IRangedOptions
{
    /// <summary>Whether a migration lock that <c>dotnet ef</c> or <c>Database.Migrate</c> left behind is removed.</summary>
    /// <value>False by default. Set it only when neither is at work.</value>
    public bool ClearEntityFrameworkLock { get; init; }

    /// <summary>Whether migrations that something else has applied are entered into the journal as the application has them now.</summary>
    /// <value>False by default.</value>
    public bool AdoptExternal { get; init; }

    /// <summary>The edited migrations whose new form is accepted, by id or by name.</summary>
    /// <value>Any texts, no null. None by default.</value>
    public IReadOnlyCollection<string> AcceptEdited { get; init; } = [];

    /// <summary>Whether the schema as it is becomes the one that drift is measured against.</summary>
    /// <value>False by default. Implies <see cref="AdoptExternal"/>.</value>
    public bool AcceptSchema { get; init; }

    /// <summary>How long to wait while another process migrates or writes.</summary>
    /// <value>1 minute by default; zero tries once; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</value>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMinutes(1);

    string IRangedOptions.Code => "migrations.options";

    void IRangedOptions.Check(OptionRanges ranges)
    {
        ranges.Wait(LockTimeout);
        ranges.Texts(AcceptEdited);
    }

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
