using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Migrations;

/// <summary>Something in a migration that could cost data, judged by the data that is there.</summary>
/// <param name="Code">What it is: one of <see cref="MigrationRiskCodes"/>.</param>
/// <param name="Level">What it asks for.</param>
/// <param name="MigrationId">The migration.</param>
/// <param name="Subject">The table, <c>table.column</c> or index.</param>
/// <param name="Rows">How many rows it concerns; null if that cannot be told.</param>
/// <param name="Message">What would happen, in a sentence.</param>
public sealed record MigrationRisk(string Code, MigrationRiskLevel Level, string MigrationId, string Subject, long? Rows, string Message)
{
    /// <summary>The code and the subject, such as <c>drop_column:users.note</c>: acknowledges this risk and no other of its kind.</summary>
    public string Key => $"{Code}:{Subject}";

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
