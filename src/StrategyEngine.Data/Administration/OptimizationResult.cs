using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Administration;

/// <summary>What optimizing a database did.</summary>
/// <param name="Steps">The statements that ran, such as <c>VACUUM</c> and <c>ANALYZE</c>; none if the engine sees to it itself.</param>
/// <param name="SizeBefore">The bytes the database took on disk before; null if the engine does not tell.</param>
/// <param name="SizeAfter">The bytes it takes now; null if the engine does not tell.</param>
/// <param name="Duration">How long it took.</param>
public sealed record OptimizationResult(IReadOnlyList<string> Steps, long? SizeBefore, long? SizeAfter, TimeSpan Duration)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
